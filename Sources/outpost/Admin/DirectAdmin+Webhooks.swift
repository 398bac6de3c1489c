internal import CurlHTTP
internal import Foundation
internal import Logging
internal import OutpostAPI
internal import OutpostCore
internal import OutpostGateway
internal import OutpostServer
internal import OutpostStore

extension DirectAdmin {
    func addWebhook(_ body: AddWebhookBody) async throws -> WebhookSecretBody {
        try await withWebhooks { service in
            let made = try await service.add(
                body.url,
                tenant: body.tenant,
                events: body.events,
                description: body.description,
                by: actor
            )
            return WebhookSecretBody(webhook: WebhookBody(made.webhook), secret: made.secret.text)
        }
    }

    func webhooks(tenant: String?) async throws -> [WebhookBody] {
        try await withWebhooks { try await $0.webhooks(tenant: tenant).map(WebhookBody.init) }
    }

    func removeWebhook(_ id: String) async throws -> WebhookBody {
        try await withWebhooks { WebhookBody(try await $0.remove(id, by: actor)) }
    }

    func rotateWebhook(_ id: String) async throws -> WebhookSecretBody {
        try await withWebhooks { service in
            let rotated = try await service.rotate(id, by: actor)
            return WebhookSecretBody(webhook: WebhookBody(rotated.webhook), secret: rotated.secret.text)
        }
    }

    func testWebhook(_ id: String) async throws -> WebhookDeliveryBody {
        try await withWebhooks { WebhookDeliveryBody(try await $0.test(id, by: actor)) }
    }

    func webhookDeliveries(_ id: String, _ filter: DeliveryFilter) async throws -> [WebhookDeliveryBody] {
        var query = DeliveryQuery(webhook: id)
        query.limit = filter.limit
        query.state = filter.state.flatMap(WebhookDelivery.State.init(rawValue:))
        let wanted = query
        return try await withWebhooks { try await $0.deliveries(wanted).map(WebhookDeliveryBody.init) }
    }

    func redeliver(_ message: String, webhook id: String) async throws -> WebhookDeliveryBody {
        try await withWebhooks { WebhookDeliveryBody(try await $0.redeliver(message, of: id, by: actor)) }
    }

    /// With the hosts that a server with this process's environment, and the file that it names, would have.
    private func withWebhooks<Answer: Sendable>(
        _ body: (WebhookService) async throws -> Answer
    ) async throws -> Answer {
        let curl = CurlClient(environment: environment)
        do {
            let parts = WebhookParts(
                database: database,
                vault: try await vault(),
                network: EgressNetwork(),
                settings: try serveSettings(),
                curl: curl,
                logger: Logger(label: "outpost") { _ in SwiftLogNoOpLogHandler() }
            )
            let answer = try await body(parts.service(parts.deliverer))
            await curl.shutdown()
            return answer
        } catch {
            await curl.shutdown()
            throw error
        }
    }
}
