internal import ArgumentParser
internal import OutpostAPI

/// Writes the audit trail out: `outpost audit export`.
struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Prints the audit trail, the oldest row first, one JSON object a line.",
        discussion: """
            With --json it is one JSON array instead. How a row's hash is made stands in
            /openapi.json under AuditRow.

            EXAMPLE
              outpost audit export --since 30d > audit.jsonl
            """
    )

    @OptionGroup var filter: AuditFilterOptions
    @OptionGroup var admin: AdminOptions

    func run() async throws {
        var wanted = AuditFilter(
            since: filter.since.map { APITime($0.date) },
            tenant: filter.tenant,
            isOldestFirst: true,
            limit: AuditFilter.mostRows
        )
        var all: [AuditRowBody] = []
        repeat {
            let next = wanted
            let page = try await admin.client.call { try await $0.audit(next) }
            if admin.json {
                all += page.items
            } else {
                for row in page.items { Console().print(String(decoding: try APICoding.encode(row), as: UTF8.self)) }
            }
            wanted.cursor = page.nextCursor
        } while wanted.cursor != nil
        if admin.json { try admin.printJSON(all) }
    }
}
