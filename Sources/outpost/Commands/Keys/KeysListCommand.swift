internal import ArgumentParser
internal import OutpostAPI

/// Lists keys: `outpost keys list`.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists API keys, without the keys themselves.",
        discussion: "EXAMPLE\n  outpost keys list --tenant acme"
    )

    @Option(name: .long, help: "Only this tenant's; its name or id.")
    var tenant: String?

    @Flag(name: .shortAndLong, help: "Print ids only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let (keys, tenants) = try await admin.client.call { backend in
            (try await backend.keys(tenant: tenant), try await backend.tenants())
        }
        if admin.json { return try admin.printJSON(keys) }
        if quiet { return keys.forEach { Console().print($0.id) } }
        let names = Dictionary(tenants.map { ($0.id, $0.name) }) { first, _ in first }
        var table = Table(["PREFIX", "NAME", "TENANT", "STATUS", "EXPIRES", "LAST USED", "SCOPES", "ID"])
        for key in keys {
            table.add([
                key.prefix, Terminal.safe(key.name, colours: false),
                Terminal.safe(names[key.tenant] ?? key.tenant, colours: false), key.status,
                key.expiresAt?.minute ?? "never", key.lastUsedAt?.minute ?? "never", key.scopes.joined(separator: ","),
                key.id,
            ])
        }
        admin.print(table)
    }
}
