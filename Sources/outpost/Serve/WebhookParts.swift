internal import CurlHTTP
internal import Foundation
internal import Logging
internal import OutpostCore
internal import OutpostGateway
internal import OutpostServer
internal import OutpostStore

/// What webhooks of a data directory consist of.
struct WebhookParts {
    let database: OutpostDatabase
    let vault: SecretVault
    let network: EgressNetwork
    let settings: ServeSettings
    let curl: CurlClient
    let logger: Logger

    var deliverer: WebhookDeliverer {
        WebhookDeliverer(
            store: database.webhooks,
            dispatches: database.dispatches,
            vault: vault,
            transport: CurlWebhookTransport(curl: curl, network: network),
            privateHosts: settings.webhookPrivateHosts,
            payload: WebhookMessages(gitBaseURL: settings.gitBaseURL).body,
            clock: ContinuousClock(),
            now: { Date() },
            unit: { Double.random(in: 0...1) },
            logger: logger
        )
    }

    /// The administration over a deliverer, which may be at work.
    func service(_ deliverer: WebhookDeliverer) -> WebhookService {
        WebhookService(
            store: database.webhooks,
            vault: vault,
            deliverer: deliverer,
            identities: database.identities,
            now: { Date() },
            makeID: Generator.uuid,
            makeKey: Generator.key
        )
    }
}
