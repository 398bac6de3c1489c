internal import ArgumentParser
internal import OutpostAPI

/// Makes a webhook: `outpost webhooks add`.
struct WebhooksAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Makes a webhook and prints its secret, this once.",
        discussion: """
            EXAMPLE
              outpost webhooks add https://hooks.example.com/outpost --tenant acme
              outpost webhooks add https://hooks.example.com/failures --tenant acme \\
                --event dispatch.failed
            """
    )

    @Argument(help: "An https URL.")
    var url: String

    @Option(name: .long, help: "The tenant's name or id.")
    var tenant: String

    @Option(
        name: .long,
        help: ArgumentHelp("What it is told of; may be repeated. Default: every end.", valueName: "event")
    )
    var event: [String] = []

    @Option(name: .long, help: ArgumentHelp("What it is for.", valueName: "text"))
    var description: String?

    @Flag(name: .shortAndLong, help: "Print the secret only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let body = AddWebhookBody(
            tenant: tenant,
            url: url,
            events: event.isEmpty ? nil : event,
            description: description
        )
        let made = try await admin.client.call { try await $0.addWebhook(body) }
        if admin.json { return try admin.printJSON(made) }
        made.print(quiet: quiet, "for: \(made.webhook.events.joined(separator: ", "))")
    }
}
