internal import ArgumentParser
internal import OutpostAPI

/// Removes a webhook: `outpost webhooks rm`.
struct WebhooksRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Removes a webhook with its secret and its deliveries.",
        discussion: "EXAMPLE\n  outpost webhooks rm 5f0c6f3e-1a52-4c8e-9d3b-0f3c8e1b7a11"
    )

    @OptionGroup var webhook: WebhookArgument

    @Flag(name: .shortAndLong, help: "Print its id only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let removed = try await admin.client.call { try await $0.removeWebhook(webhook.id) }
        if admin.json { return try admin.printJSON(removed) }
        let url = Terminal.safe(removed.url, colours: false)
        Console().print(quiet ? removed.id : "the webhook \(removed.id) to \(url) was removed")
    }
}
