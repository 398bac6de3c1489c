internal import ArgumentParser
internal import OutpostAPI

/// Sends a delivery again: `outpost webhooks redeliver`.
struct WebhooksRedeliverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redeliver",
        abstract: "Sends a delivery that ended again, under its old id.",
        discussion: """
            EXAMPLE
              outpost webhooks redeliver $WEBHOOK msg_01KF16WN5Z4BX9K0P58GV7MJ1B
            """
    )

    @OptionGroup var webhook: WebhookArgument

    @Argument(help: "The message's id, as deliveries lists it.")
    var message: String

    @Flag(name: .shortAndLong, help: "Print the message's id only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let delivery = try await admin.client.call { try await $0.redeliver(message, webhook: webhook.id) }
        if admin.json { return try admin.printJSON(delivery) }
        Console().print(quiet ? delivery.messageId : "\(delivery.messageId) is sent again as soon as a server runs")
    }
}
