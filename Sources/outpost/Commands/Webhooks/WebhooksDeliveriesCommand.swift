internal import ArgumentParser
internal import OutpostAPI
internal import OutpostCore

/// Lists a webhook's deliveries: `outpost webhooks deliveries`.
struct WebhooksDeliveriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "Lists what a webhook was sent and is to be sent, the newest first.",
        discussion: """
            What was delivered is listed for 7 days, what was given up (dead) for 30.

            EXAMPLE
              outpost webhooks deliveries 5f0c6f3e-1a52-4c8e-9d3b-0f3c8e1b7a11 --state dead
            """
    )

    @OptionGroup var webhook: WebhookArgument

    @Option(name: .long, help: "Only those that are pending, delivered or dead.")
    var state: String?

    @Option(name: .long, help: "Deliveries at most, 1 to 100.")
    var limit = 20

    @Flag(name: .shortAndLong, help: "Print the messages' ids only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard (1...100).contains(limit) else { throw ValidationError("--limit is 1 to 100") }
        guard let state, WebhookDelivery.State(rawValue: state) == nil else { return }
        let known = WebhookDelivery.State.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--state is one of: \(known)")
    }

    func run() async throws {
        let filter = DeliveryFilter(state: state, limit: limit)
        let found = try await admin.client.call { try await $0.webhookDeliveries(webhook.id, filter) }
        if admin.json { return try admin.printJSON(found) }
        if quiet { return found.forEach { Console().print($0.messageId) } }
        var table = Table(["MESSAGE", "TYPE", "STATE", "ATTEMPTS", "LAST", "NEXT", "ANSWER"])
        for delivery in found {
            let answer = delivery.problem ?? delivery.status.map(String.init) ?? ""
            table.add([
                delivery.messageId, delivery.type, delivery.state, String(delivery.attempts),
                delivery.lastAt?.minute ?? "never", delivery.nextAt?.minute ?? "",
                Terminal.safe(answer, colours: false),
            ])
        }
        admin.print(table)
    }
}
