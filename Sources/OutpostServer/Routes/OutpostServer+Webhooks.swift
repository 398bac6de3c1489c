internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// Webhooks below `/admin`: secrets come out once, when they are made.
    var webhookRoutes: [Route] {
        let (all, one) = ("/admin/webhooks", "/admin/webhooks/{webhookId}")
        let deliveries = one + "/deliveries"
        return [
            .administration(.post, all, .addWebhook, addWebhook),
            .administration(.get, all, .listWebhooks, listWebhooks),
            .administration(.delete, one, .removeWebhook, removeWebhook),
            .administration(.post, one + "/rotate", .rotateWebhook, rotateWebhook),
            .administration(.post, one + "/test", .testWebhook, testWebhook),
            .administration(.get, deliveries, .listWebhookDeliveries, listWebhookDeliveries),
            .administration(.post, deliveries + "/{messageId}/redeliver", .redeliverWebhook, redeliverWebhook),
        ]
    }

    private func addWebhook(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var fields = FieldReader(try await object(in: request))
        let tenant = fields.string("tenant", isRequired: true)
        let url = fields.string("url", isRequired: true)
        let events = fields.strings("events")
        let description = fields.string("description")
        fields.warnOfUnknownFields()
        guard fields.problems.isEmpty, let tenant, let url else { throw APIError(problems: fields.problems) }
        let made = try await webhooks.add(
            url,
            tenant: tenant,
            events: events,
            description: description,
            by: caller.actor
        )
        let body = WebhookSecretBody(webhook: WebhookBody(made.webhook), secret: made.secret.text)
        return try context.answer(body, status: .created, warnings: fields.warnings)
    }

    private func listWebhooks(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        let tenant = reader.value("tenant")
        try reader.finish()
        return try context.answer(ListBody(items: try await webhooks.webhooks(tenant: tenant).map(WebhookBody.init)))
    }

    private func removeWebhook(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let removed = try await webhooks.remove(context.parameter("webhookId"), by: caller.actor)
        return try context.answer(WebhookResponse(webhook: WebhookBody(removed)))
    }

    private func rotateWebhook(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let rotated = try await webhooks.rotate(context.parameter("webhookId"), by: caller.actor)
        let body = WebhookSecretBody(webhook: WebhookBody(rotated.webhook), secret: rotated.secret.text)
        return try context.answer(body, status: .created)
    }

    private func testWebhook(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let delivery = try await webhooks.test(context.parameter("webhookId"), by: caller.actor)
        return try context.answer(WebhookDeliveryResponse(delivery: WebhookDeliveryBody(delivery)))
    }

    private func listWebhookDeliveries(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        var query = DeliveryQuery(webhook: context.parameter("webhookId"))
        query.limit = reader.integer("limit", in: 1...100, default: 20)
        query.before = reader.row("cursor")
        query.state = reader.deliveryState()
        try reader.finish()
        return try context.answer(page: try await PageBody(webhooks, query), limit: query.limit)
    }

    private func redeliverWebhook(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let delivery = try await webhooks.redeliver(
            context.parameter("messageId"),
            of: context.parameter("webhookId"),
            by: caller.actor
        )
        return try context.answer(WebhookDeliveryResponse(delivery: WebhookDeliveryBody(delivery)))
    }
}

extension QueryReader {
    fileprivate mutating func deliveryState() -> WebhookDelivery.State? {
        guard let word = value("state") else { return nil }
        if let state = WebhookDelivery.State(rawValue: word) { return state }
        let choices = WebhookDelivery.State.allCases.map { "'\($0.rawValue)'" }.joined(separator: " | ")
        refuse("state", "Invalid enum value. Expected \(choices), received '\(PlainText.excerpt(word))'")
        return nil
    }
}
