package import Foundation
package import Logging
package import OutpostCore
internal import Prometheus

/// The HTTP interface of the control plane.
///
/// It holds no state of its own but rate limits, counts and answers of a moment ago; everything else is the service's.
package struct OutpostServer: Sendable {
    let configuration: ServerConfiguration
    let service: any DispatchService
    let admin: AdminService
    let secrets: SecretService
    let egress: EgressService
    let webhooks: WebhookService
    let promotions: PromotionService
    let retention: RetentionService
    let audit: any AuditLog
    let local: LocalAdministration?
    let health: @Sendable () async -> [HealthCheck]
    let now: @Sendable () -> Date
    let clock: any Clock<Duration>
    let makeRequestID: @Sendable () -> String
    let makeSessionToken: @Sendable () -> String
    let logger: Logger
    let gate: KeyGate
    let identities: any IdentityStore
    let sources: MetricSources
    let metrics: HTTPMetrics
    let eventStreams: EventStreamPlaces
    let recentFleet = RecentAnswer<FleetReport>()
    let recentFamilies = RecentAnswer<[MetricFamily]>()

    /// Makes the interface.
    ///
    /// - Parameters:
    ///   - configuration: where and how to serve.
    ///   - service: what the routes ask.
    ///   - identities: finds keys.
    ///   - admin: tenants and keys, for the routes below `/admin`.
    ///   - secrets: secrets and git credentials, for the routes below `/admin`.
    ///   - egress: the egress policy, for the routes below `/admin`.
    ///   - webhooks: who is told of the ends of dispatches, for the routes below `/admin`.
    ///   - promotions: carries results back to their repositories.
    ///   - retention: removes results.
    ///   - audit: the audit trail, for the routes below `/admin`.
    ///   - local: what only the administration's socket does.
    ///   - metrics: what `/metrics` shows besides the interface's own.
    ///   - health: checks the server's surroundings.
    ///   - now: the time of day.
    ///   - clock: paces heartbeats.
    ///   - makeRequestID: makes a UUID for a request that brings none.
    ///   - makeSessionToken: makes a text that nobody can guess, for sessions of the dashboard.
    ///   - logger: gets one line a request, without keys, tasks or bodies.
    package init(
        configuration: ServerConfiguration,
        service: any DispatchService,
        identities: any IdentityStore,
        admin: AdminService,
        secrets: SecretService,
        egress: EgressService,
        webhooks: WebhookService,
        promotions: PromotionService,
        retention: RetentionService,
        audit: any AuditLog,
        local: LocalAdministration? = nil,
        metrics: MetricSources = MetricSources(),
        health: @escaping @Sendable () async -> [HealthCheck],
        now: @escaping @Sendable () -> Date,
        clock: any Clock<Duration> = ContinuousClock(),
        makeRequestID: @escaping @Sendable () -> String,
        makeSessionToken: @escaping @Sendable () -> String = { SessionToken.random() },
        logger: Logger
    ) {
        self.configuration = configuration
        self.service = service
        self.admin = admin
        self.secrets = secrets
        self.egress = egress
        self.webhooks = webhooks
        self.promotions = promotions
        self.retention = retention
        self.audit = audit
        self.local = local
        self.health = health
        self.now = now
        self.clock = clock
        self.makeRequestID = makeRequestID
        self.makeSessionToken = makeSessionToken
        self.logger = logger
        self.identities = identities
        gate = KeyGate(authenticator: Authenticator(identities: identities), limiter: RateLimiter())
        self.sources = metrics
        self.metrics = HTTPMetrics(metrics.registry)
        eventStreams = EventStreamPlaces(limit: configuration.maximumEventStreams)
    }

    /// Every route of the public interface.
    var routes: [Route] {
        dispatchRoutes + batchRoutes + eventRoutes + runRoutes + jobRoutes + workspaceRoutes + artifactRoutes
            + healthRoutes + metricRoutes
            + retentionRoutes + collectionRoutes + promotionRoutes + adminRoutes + secretRoutes + egressRoutes
            + webhookRoutes + auditRoutes + operatorPromotionRoutes + documentationRoutes
    }
}
