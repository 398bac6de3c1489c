internal import ArgumentParser
internal import OutpostAPI

/// Gives a webhook a new secret: `outpost webhooks rotate`.
struct WebhooksRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Gives a webhook a new secret and prints it, this once.",
        discussion: """
            For a day messages are signed with the old secret too, so that the receiver can
            change over meanwhile.

            EXAMPLE
              outpost webhooks rotate 5f0c6f3e-1a52-4c8e-9d3b-0f3c8e1b7a11
            """
    )

    @OptionGroup var webhook: WebhookArgument

    @Flag(name: .shortAndLong, help: "Print the secret only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let rotated = try await admin.client.call { try await $0.rotateWebhook(webhook.id) }
        if admin.json { return try admin.printJSON(rotated) }
        rotated.print(quiet: quiet, "the old secret signs too for a day")
    }
}
