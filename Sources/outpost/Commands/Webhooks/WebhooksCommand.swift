internal import ArgumentParser
internal import OutpostAPI
internal import OutpostCore

/// The commands about webhooks: `outpost webhooks`.
struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Tells addresses of the ends of tenants' dispatches, signed.",
        discussion: """
            Messages are those of Standard Webhooks: webhook-id, webhook-timestamp and
            webhook-signature, and a JSON body with type, timestamp and the dispatch as the
            API answers it. Each is sent until it is answered with 2xx, for a day at most:
            the same webhook-id may come more than once. Addresses in private networks are
            closed, but for those that the server's webhook_private_hosts names.

            EVENTS
              \(WebhookEvent.allCases.map(\.rawValue).joined(separator: ", "))

            EXAMPLE
              outpost webhooks add https://hooks.example.com/outpost --tenant acme \\
                --event dispatch.failed
            """,
        subcommands: [
            WebhooksAddCommand.self, WebhooksListCommand.self, WebhooksRemoveCommand.self, WebhooksRotateCommand.self,
            WebhooksTestCommand.self, WebhooksDeliveriesCommand.self, WebhooksRedeliverCommand.self,
        ],
        defaultSubcommand: WebhooksListCommand.self
    )
}

/// The webhook that a command is about.
struct WebhookArgument: ParsableArguments {
    @Argument(help: "The webhook's id, as it is listed.")
    var id: String
}

extension WebhookSecretBody {
    /// Prints the secret, and what there is to know of it unless it alone is wanted.
    func print(quiet: Bool, _ words: String) {
        let console = Console()
        console.print(secret)
        guard !quiet else { return }
        console.note("webhook \(webhook.id), \(words)")
        console.note("the secret is kept sealed and cannot be shown again")
    }
}
