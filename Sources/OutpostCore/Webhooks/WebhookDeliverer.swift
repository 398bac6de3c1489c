package import Foundation
package import Logging

/// Sends what is due to webhooks, each message until it is taken or given up: at least once, some at a time.
package struct WebhookDeliverer: Sendable {
    /// Makes a message's body; the dispatch is nil for a test.
    package typealias Payload = @Sendable (WebhookDelivery, Dispatch?) throws -> [UInt8]

    private let store: any WebhookStore
    private let dispatches: any DispatchStore
    private let vault: SecretVault
    private let transport: any WebhookTransport
    private let privateHosts: Set<EgressRule>
    private let payload: Payload
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let unit: @Sendable () -> Double
    private let logger: Logger

    /// Messages that are on their way at once.
    package static let width = 8
    /// The same of one tenant, so that slow endpoints of one do not hold up the others'.
    static let widthOfTenant = 4
    /// The same to one endpoint.
    static let widthOfOne = 2
    /// Time between two looks at what became due.
    package static let pulse = Duration.seconds(2)
    /// Time between two removals of what is old.
    static let sweepInterval = Duration.seconds(3600)
    /// Seconds after which a message that was taken to be sent counts as not sent; longer than sending may take.
    static let lease: TimeInterval = 180
    /// Seconds of them that it is tried to write down what came of it.
    private static let patience: TimeInterval = 90
    /// Who switches endpoints off and on, in the audit trail.
    package static let actor = "webhooks"

    /// - Parameters:
    ///   - store: keeps webhooks and deliveries.
    ///   - dispatches: has what is told.
    ///   - vault: has the secrets.
    ///   - transport: sends.
    ///   - privateHosts: hosts and ports in private networks that the operator opened.
    ///   - payload: makes the bodies.
    ///   - clock: paces the looks.
    ///   - now: the time of day.
    ///   - unit: makes a random number from 0 to 1.
    ///   - logger: told of what was given up and switched off.
    package init(
        store: any WebhookStore,
        dispatches: any DispatchStore,
        vault: SecretVault,
        transport: any WebhookTransport,
        privateHosts: Set<EgressRule>,
        payload: @escaping Payload,
        clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date,
        unit: @escaping @Sendable () -> Double,
        logger: Logger
    ) {
        self.store = store
        self.dispatches = dispatches
        self.vault = vault
        self.transport = transport
        self.privateHosts = privateHosts
        self.payload = payload
        self.clock = clock
        self.now = now
        self.unit = unit
        self.logger = logger
    }

    /// Reads a URL as a target of this deliverer's.
    ///
    /// - Throws: ``WebhookFailure``.
    func target(_ url: String) throws(WebhookFailure) -> WebhookTarget {
        try WebhookTarget(url, privateHosts: privateHosts)
    }

    /// Why a target may not be reached; see ``WebhookTransport/refusal(of:)``.
    func refusal(of target: WebhookTarget) async throws -> String? { try await transport.refusal(of: target) }

    /// Sends what is due until the task is cancelled.
    package func run() async {
        await untilItWorks("webhooks cannot be read") { try await store.releaseClaims(at: now()) }
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let traffic = WebhookTraffic()
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in store.arrivals() { look.yield() } }
            group.addTask {
                repeat { look.yield() } while (try? await clock.sleep(for: Self.pulse)) != nil
            }
            group.addTask {
                repeat { await sweep() } while (try? await clock.sleep(for: Self.sweepInterval)) != nil
            }
            for await _ in looks {
                while traffic.count < Self.width, let claimed = await claim(traffic.busy) {
                    traffic.begin(claimed.webhook)
                    group.addTask {
                        await send(claimed)
                        traffic.end(claimed.webhook)
                        look.yield()
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func claim(_ busy: BusyReceivers) async -> ClaimedDelivery? {
        do {
            let time = now()
            return try await store.claim(at: time, lease: time.addingTimeInterval(Self.lease), busy: busy)
        } catch {
            if !Task.isCancelled { logger.warning("webhooks cannot be read", metadata: ["error": "\(error)"]) }
            return nil
        }
    }

    private func sweep() async {
        do {
            try await store.forget(
                deliveredBefore: now().addingTimeInterval(-WebhookDelivery.keptDelivered),
                deadBefore: now().addingTimeInterval(-WebhookDelivery.keptDead)
            )
        } catch {
            if !Task.isCancelled { logger.warning("old deliveries stay", metadata: ["error": "\(error)"]) }
        }
    }

    /// Sends a message; what cannot be written down is sent again when its lease has ended.
    private func send(_ claimed: ClaimedDelivery) async {
        do {
            _ = try await attempt(claimed, patience: Self.patience)
        } catch {
            if !Task.isCancelled {
                logger.warning("a webhook's delivery was not recorded", metadata: Self.metadata(claimed, "\(error)"))
            }
        }
    }

    /// Sends a message once, and writes down what came of it.
    ///
    /// - Parameters:
    ///   - claimed: a delivery that nobody else sends meanwhile.
    ///   - patience: seconds that a database which is held or full is waited for, so that nothing is sent twice.
    /// - Returns: the delivery as it is now.
    /// - Throws: an error of the database, or `CancellationError`: then it counts as not sent.
    func attempt(_ claimed: ClaimedDelivery, patience: TimeInterval = 0) async throws -> WebhookDelivery {
        var delivery = claimed.delivery
        let outcome: WebhookOutcome
        do {
            outcome = .answered(try await reply(to: claimed))
        } catch let failure as WebhookFailure {
            outcome = .failed(failure.reason)
        } catch let error as SecretError {
            outcome = .failed("\(error)")
        } catch  where error is CancellationError || error is StorageUnavailable || error is StorageFull {
            throw error
        } catch {
            try Task.checkCancellation()
            logger.error("a webhook's message failed unexpectedly", metadata: Self.metadata(claimed, "\(error)"))
            outcome = .failed("it failed unexpectedly; the server's log tells why")
        }
        let time = now()
        delivery.take(outcome, at: time, unit: unit())
        let change = change(of: claimed.webhook, after: delivery, at: time)
        try await record(delivery, change, until: time.addingTimeInterval(patience))
        tell(claimed, delivery)
        return delivery
    }

    private func record(_ delivery: WebhookDelivery, _ change: WebhookChange?, until end: Date) async throws {
        while true {
            do {
                return try await store.note(delivery, change)
            } catch  where (error is StorageUnavailable || error is StorageFull) && now() < end {
                try await clock.sleep(for: Self.pulse)
            }
        }
    }

    private func reply(to claimed: ClaimedDelivery) async throws -> WebhookReply {
        let (webhook, delivery, time) = (claimed.webhook, claimed.delivery, now())
        let target: WebhookTarget
        do {
            target = try self.target(webhook.url)
        } catch {
            throw WebhookFailure("the URL " + error.reason)
        }
        var dispatch: Dispatch?
        if let id = delivery.dispatch {
            dispatch = try await dispatches.dispatch(id)
            guard dispatch != nil else { throw WebhookFailure("the dispatch is gone") }
        }
        let body = try payload(delivery, dispatch)
        let secrets = try await secrets(of: webhook, at: time)
        let timestamp = Int(time.timeIntervalSince1970)
        let signatures = secrets.map { $0.signature(of: delivery.message, timestamp: timestamp, body: body) }
        var reply = try await transport.post(
            WebhookPost(
                target: target,
                message: delivery.message,
                timestamp: timestamp,
                signature: signatures.joined(separator: " "),
                body: body
            )
        )
        let patterns = SecretPatterns(secrets.map { ("webhook secret", $0.text) })
        let shown = StreamRedactor.redact(PlainText.of(reply.body), patterns)
        reply.body = String(decoding: shown.utf8.prefix(WebhookDelivery.responseBytes), as: UTF8.self)
        return reply
    }

    private func secrets(of webhook: Webhook, at time: Date) async throws -> [WebhookSecret] {
        let secrets = try await vault.signingValues(of: webhook, at: time).compactMap { WebhookSecret($0.text) }
        guard !secrets.isEmpty else { throw WebhookFailure("the webhook has no secret; rotate it to make one") }
        return secrets
    }

    private func change(of webhook: Webhook, after delivery: WebhookDelivery, at time: Date) -> WebhookChange? {
        func entry(_ action: String) -> AuditEntry {
            AuditEntry(at: time, tenant: webhook.tenant, actor: Self.actor, action: action, resource: webhook.id)
        }
        if delivery.lastStatus == WebhookReply.gone, webhook.disabledAt == nil {
            return .off(at: time, audit: entry("webhook.disable"))
        }
        if delivery.event == nil, delivery.state == .delivered, webhook.disabledAt != nil {
            return .on(audit: entry("webhook.enable"))
        }
        return nil
    }

    private func tell(_ claimed: ClaimedDelivery, _ delivery: WebhookDelivery) {
        let metadata = Self.metadata(claimed, delivery.problem ?? "")
        switch delivery.state {
        case .delivered: logger.info("webhook delivered", metadata: metadata)
        case .pending: logger.info("webhook not delivered yet", metadata: metadata)
        case .dead: logger.warning("webhook given up", metadata: metadata)
        }
    }

    /// Without the URL, which may hold what only its owner should know.
    private static func metadata(_ claimed: ClaimedDelivery, _ reason: String) -> Logger.Metadata {
        [
            "webhook": "\(claimed.webhook.id)", "message": "\(claimed.delivery.message)",
            "attempt": "\(claimed.delivery.attempts)", "reason": "\(reason)",
        ]
    }

    private func untilItWorks(_ problem: String, _ body: () async throws -> Void) async {
        while !Task.isCancelled {
            do {
                return try await body()
            } catch {
                if !Task.isCancelled { logger.warning("\(problem)", metadata: ["error": "\(error)"]) }
                try? await clock.sleep(for: Self.pulse)
            }
        }
    }
}
