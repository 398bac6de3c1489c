internal import ArgumentParser
internal import OutpostAPI
internal import OutpostCore

/// Lists webhooks: `outpost webhooks list`.
struct WebhooksListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists webhooks, without their secrets.",
        discussion: "EXAMPLE\n  outpost webhooks list --tenant acme"
    )

    @Option(name: .long, help: "Only this tenant's; its name or id.")
    var tenant: String?

    @Flag(name: .shortAndLong, help: "Print ids only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let (webhooks, tenants) = try await admin.client.call { backend in
            (try await backend.webhooks(tenant: tenant), try await backend.tenants())
        }
        if admin.json { return try admin.printJSON(webhooks) }
        if quiet { return webhooks.forEach { Console().print($0.id) } }
        let names = Dictionary(tenants.map { ($0.id, $0.name) }) { first, _ in first }
        var table = Table(["ID", "TENANT", "STATUS", "URL", "EVENTS", "DESCRIPTION"])
        for webhook in webhooks {
            let status = webhook.disabledAt.map { "off since \($0.minute)" } ?? "on"
            let cells = [
                names[webhook.tenant] ?? webhook.tenant, status, webhook.url, Self.events(webhook.events),
                webhook.description ?? "",
            ]
            table.add([webhook.id] + cells.map { Terminal.safe($0, colours: false) })
        }
        admin.print(table)
    }

    /// All of them is what most want, and too wide for a terminal.
    private static func events(_ events: [String]) -> String {
        Set(events).isSuperset(of: WebhookEvent.allCases.map(\.rawValue)) ? "all" : events.joined(separator: ",")
    }
}
