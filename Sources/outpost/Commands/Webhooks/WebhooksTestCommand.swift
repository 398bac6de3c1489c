internal import ArgumentParser
internal import OutpostAPI

/// Sends a webhook a test: `outpost webhooks test`.
struct WebhooksTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Sends a webhook a test, once, and tells what it answered.",
        discussion: """
            A webhook that was switched off because it answered 410 is switched on again
            when it takes the test.

            EXAMPLE
              outpost webhooks test 5f0c6f3e-1a52-4c8e-9d3b-0f3c8e1b7a11
            """
    )

    @OptionGroup var webhook: WebhookArgument

    @Flag(name: .shortAndLong, help: "Print the message's id only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let delivery = try await admin.client.call { try await $0.testWebhook(webhook.id) }
        if admin.json {
            try admin.printJSON(delivery)
        } else if quiet {
            Console().print(delivery.messageId)
        } else if delivery.problem == nil {
            Console().print(
                "the webhook took \(delivery.messageId)\(delivery.status.map { " and answered \($0)" } ?? "")"
            )
        }
        guard let problem = delivery.problem else { return }
        throw CommandFailure(
            .infrastructure,
            "the webhook did not take the test: \(problem)",
            hint: delivery.response.map { "it said: " + Terminal.safe($0, colours: false) }
        )
    }
}
