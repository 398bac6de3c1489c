package import Foundation

/// Webhooks, as their administrator handles them: the same for the command line and for HTTP.
///
/// Every change leaves a row in the audit trail.
package struct WebhookService: Sendable {
    let store: any WebhookStore
    let vault: SecretVault
    let deliverer: WebhookDeliverer
    let identities: any IdentityStore
    let now: @Sendable () -> Date
    let makeID: @Sendable () -> String
    let makeKey: @Sendable () -> [UInt8]

    /// Characters of a description at most.
    package static let longestDescription = 255

    /// - Parameters:
    ///   - store: keeps the webhooks.
    ///   - vault: keeps their secrets.
    ///   - deliverer: knows which addresses are good, and sends tests.
    ///   - identities: finds tenants.
    ///   - now: the time.
    ///   - makeID: makes a lower-case UUID.
    ///   - makeKey: makes a key of 32 bytes from the system's CSPRNG.
    package init(
        store: any WebhookStore,
        vault: SecretVault,
        deliverer: WebhookDeliverer,
        identities: any IdentityStore,
        now: @escaping @Sendable () -> Date,
        makeID: @escaping @Sendable () -> String,
        makeKey: @escaping @Sendable () -> [UInt8]
    ) {
        self.store = store
        self.vault = vault
        self.deliverer = deliverer
        self.identities = identities
        self.now = now
        self.makeID = makeID
        self.makeKey = makeKey
    }

    /// Makes a webhook; its secret is returned here and never again.
    ///
    /// - Parameters:
    ///   - url: see ``WebhookTarget``.
    ///   - tenant: the tenant's id or name.
    ///   - events: words of ``WebhookEvent``; nil means all.
    ///   - description: for people, ``longestDescription`` characters at most.
    ///   - actor: the id of the key that asks, or ``AdminService/commandLineActor``.
    /// - Returns: the webhook and its secret.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/unknownTenant(_:)``, ``WebhookError/tooMany``.
    package func add(
        _ url: String,
        tenant: String,
        events: [String]?,
        description: String?,
        by actor: String
    ) async throws -> (webhook: Webhook, secret: WebhookSecret) {
        var check = AdministrationCheck()
        var target: WebhookTarget?
        do {
            target = try deliverer.target(url)
        } catch {
            check.refuse("url", error.reason)
        }
        let wanted = check.events(events)
        check.webhookDescription(description)
        try check.finish()
        let owner = try await self.tenant(tenant)
        // Before names are looked up and a secret is stored; the store looks again, for those who come at once.
        guard try await store.webhooks(tenant: owner).count < Webhook.maximum else { throw WebhookError.tooMany }
        if let target, let refusal = try await deliverer.refusal(of: target) { check.refuse("url", refusal) }
        try check.finish()
        let time = now()
        let webhook = Webhook(
            id: makeID(),
            tenant: owner,
            url: url,
            events: wanted,
            description: description.flatMap { $0.isEmpty ? nil : $0 },
            createdAt: time
        )
        let secret = WebhookSecret(key: makeKey())
        _ = try await vault.set(SecretValue(secret.text), for: webhook.secret, by: actor, at: time)
        do {
            let host = target.map { " to \($0.rule)" } ?? ""
            try await store.insert(webhook, audit: entry("webhook.add", webhook, actor, resource: webhook.id + host))
        } catch {
            _ = try? await vault.remove(webhook.secret, by: actor, at: time)
            throw error
        }
        return (webhook, secret)
    }

    /// A tenant's webhooks, the oldest first, or everybody's.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``.
    package func webhooks(tenant: String?) async throws -> [Webhook] {
        guard let tenant else { return try await store.webhooks(tenant: nil) }
        return try await store.webhooks(tenant: try await self.tenant(tenant))
    }

    /// Removes a webhook with its secret and its deliveries.
    ///
    /// - Throws: ``WebhookError/unknown(_:)``.
    package func remove(_ id: String, by actor: String) async throws -> Webhook {
        let webhook = try await store.webhook(id)
        try await store.remove(webhook, audit: entry("webhook.remove", webhook, actor))
        do {
            _ = try await vault.remove(webhook.secret, by: actor, at: now())
        } catch SecretError.unknown {
            // Removed by somebody who came at the same time.
        }
        return webhook
    }

    /// Gives a webhook a new secret; for ``Webhook/overlap`` messages are signed with the old one too.
    ///
    /// - Returns: the webhook and the new secret, which is never shown again.
    /// - Throws: ``WebhookError/unknown(_:)``.
    package func rotate(_ id: String, by actor: String) async throws -> (webhook: Webhook, secret: WebhookSecret) {
        var webhook = try await store.webhook(id)
        let (time, secret) = (now(), WebhookSecret(key: makeKey()))
        webhook.rotatedAt = time
        // First what lets the old one sign on: killed between the two, the webhook has the secret that its receiver knows.
        try await store.rotated(webhook, at: time, audit: entry("webhook.rotate", webhook, actor))
        _ = try await vault.set(SecretValue(secret.text), for: webhook.secret, by: actor, at: time)
        return (webhook, secret)
    }

    /// Sends a message without a dispatch, once; an endpoint that takes it is switched on again.
    ///
    /// - Returns: the delivery, which ended.
    /// - Throws: ``WebhookError/unknown(_:)``.
    package func test(_ id: String, by actor: String) async throws -> WebhookDelivery {
        let webhook = try await store.webhook(id)
        let time = now()
        var delivery = WebhookDelivery(
            webhook: id,
            message: "msg_" + makeID(),
            event: nil,
            dispatch: nil,
            createdAt: time
        )
        delivery.attempts = 1
        delivery.nextAt = time.addingTimeInterval(WebhookDeliverer.lease)
        try await store.insert(delivery, audit: entry("webhook.test", webhook, actor))
        return try await deliverer.attempt(ClaimedDelivery(webhook: webhook, delivery: delivery))
    }

    /// A webhook's deliveries, the newest first.
    ///
    /// - Throws: ``WebhookError/unknown(_:)``.
    package func deliveries(_ query: DeliveryQuery) async throws -> [WebhookDelivery] {
        _ = try await store.webhook(query.webhook)
        return try await store.deliveries(query)
    }

    /// Sends a delivery that ended again, with its old id.
    ///
    /// - Returns: the delivery, which is due.
    /// - Throws: ``WebhookError``.
    package func redeliver(_ message: String, of id: String, by actor: String) async throws -> WebhookDelivery {
        let webhook = try await store.webhook(id)
        let audit = entry("webhook.redeliver", webhook, actor, resource: "\(id) \(message)")
        return try await store.redeliver(message, of: webhook, at: now(), audit: audit)
    }

    private func tenant(_ idOrName: String) async throws -> String {
        guard let known = try await identities.tenant(idOrName) else { throw IdentityError.unknownTenant(idOrName) }
        return known.id
    }

    private func entry(
        _ action: String,
        _ webhook: Webhook,
        _ actor: String,
        resource: String? = nil
    ) -> AuditEntry {
        AuditEntry(at: now(), tenant: webhook.tenant, actor: actor, action: action, resource: resource ?? webhook.id)
    }
}

extension AdministrationCheck {
    fileprivate mutating func events(_ words: [String]?) -> Set<WebhookEvent> {
        guard let words else { return Set(WebhookEvent.allCases) }
        if words.isEmpty { refuse("events", "Array must contain at least 1 element(s)") }
        var events: Set<WebhookEvent> = []
        for (index, text) in words.enumerated() {
            if let event = word(text, "events.\(index)", as: WebhookEvent.self) { events.insert(event) }
        }
        return events
    }

    fileprivate mutating func webhookDescription(_ text: String?) {
        guard let scalars = text?.unicodeScalars else { return }
        let limit = WebhookService.longestDescription
        if scalars.count > limit { refuse("description", "String must contain at most \(limit) character(s)") }
        if scalars.contains(where: { $0.properties.generalCategory == .control }) {
            refuse("description", "must not contain control characters")
        }
    }
}
