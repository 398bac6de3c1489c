internal import OutpostAPI

extension ServerAdmin {
    func addWebhook(_ body: AddWebhookBody) async throws -> WebhookSecretBody {
        try await send("POST", Self.webhooks, body, as: WebhookSecretBody.self)
    }

    func webhooks(tenant: String?) async throws -> [WebhookBody] {
        let query = tenant.map { "?tenant=" + Self.escaped($0) } ?? ""
        return try await send("GET", Self.webhooks + query, as: ListBody<WebhookBody>.self).items
    }

    func removeWebhook(_ id: String) async throws -> WebhookBody {
        try await send("DELETE", Self.webhook(id), as: WebhookResponse.self).webhook
    }

    func rotateWebhook(_ id: String) async throws -> WebhookSecretBody {
        try await send("POST", Self.webhook(id) + "/rotate", as: WebhookSecretBody.self)
    }

    func testWebhook(_ id: String) async throws -> WebhookDeliveryBody {
        try await send("POST", Self.webhook(id) + "/test", as: WebhookDeliveryResponse.self).delivery
    }

    func webhookDeliveries(_ id: String, _ filter: DeliveryFilter) async throws -> [WebhookDeliveryBody] {
        let state = filter.state.map { "&state=" + Self.escaped($0) } ?? ""
        let target = Self.webhook(id) + "/deliveries?limit=\(filter.limit)" + state
        return try await send("GET", target, as: PageBody<WebhookDeliveryBody>.self).items
    }

    func redeliver(_ message: String, webhook id: String) async throws -> WebhookDeliveryBody {
        let target = Self.webhook(id) + "/deliveries/\(Self.escaped(message))/redeliver"
        return try await send("POST", target, as: WebhookDeliveryResponse.self).delivery
    }

    private static let webhooks = "/admin/webhooks"

    private static func webhook(_ id: String) -> String { webhooks + "/" + escaped(id) }
}
