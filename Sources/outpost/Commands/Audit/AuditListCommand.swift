internal import ArgumentParser
internal import OutpostAPI

/// Lists the audit trail: `outpost audit list`.
struct AuditListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the newest rows of the audit trail, the newest first.",
        discussion: "EXAMPLE\n  outpost audit list --since 24h --tenant acme"
    )

    @OptionGroup var filter: AuditFilterOptions

    @Option(name: .long, help: "Rows at most, 1 to \(AuditFilter.mostRows).")
    var limit = 50

    @Flag(name: .shortAndLong, help: "Print the numbers of the rows only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard (1...AuditFilter.mostRows).contains(limit) else {
            throw ValidationError("--limit is 1 to \(AuditFilter.mostRows); outpost audit export gives everything")
        }
    }

    func run() async throws {
        let wanted = AuditFilter(since: filter.since.map { APITime($0.date) }, tenant: filter.tenant, limit: limit)
        let (page, keys, tenants) = try await admin.client.call { backend in
            (try await backend.audit(wanted), try await backend.keys(tenant: nil), try await backend.tenants())
        }
        if admin.json { return try admin.printJSON(page.items) }
        if quiet { return page.items.forEach { Console().print(String($0.sequence)) } }
        let prefixes = Dictionary(keys.map { ($0.id, "key " + $0.prefix) }) { first, _ in first }
        let names = Dictionary(tenants.map { ($0.id, $0.name) }) { first, _ in first }
        var table = Table(["ROW", "TIME", "WHO", "FROM", "TENANT", "WHAT", "TO"])
        for row in page.items {
            let cells = [
                prefixes[row.actor] ?? row.actor, row.source, names[row.tenant] ?? row.tenant, row.action, row.resource,
            ]
            table.add([String(row.sequence), row.at.minute] + cells.map { Terminal.safe($0, colours: false) })
        }
        admin.print(table)
    }
}
