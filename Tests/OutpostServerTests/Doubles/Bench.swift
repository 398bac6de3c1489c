internal import Foundation
internal import Hummingbird
internal import HummingbirdTesting
internal import Logging
internal import OutpostCore
internal import OutpostStore
internal import Synchronization
internal import TestSupport

@testable internal import OutpostServer

/// A server over doubles, with two customers and the operator.
final class Bench: Sendable {
    let service = ScriptedDispatchService()
    let identities: MemoryIdentityStore
    let audit = MemoryAuditLog()
    let sealed = MemorySecretStore()
    let secrets: SecretService
    /// A real one, in memory: what webhooks are kept in.
    let database: OutpostDatabase
    let endpoint = ScriptedEndpoint()
    private let vault: SecretVault
    let egress = MemoryEgressPolicyStore()
    let promotable = PromotableDispatches()
    let publisher = ScriptedPublisher()
    let results: ScriptedResults
    let clock = ManualClock()
    let checks = Mutex<[HealthCheck]>([HealthCheck(name: "engine", status: .pass)])
    private let time = Mutex(Samples.epoch)
    private let numbers = Mutex(0)

    /// The tenants' ids.
    static let alice = "11111111-1111-4111-8111-111111111111"
    static let bob = "22222222-2222-4222-8222-222222222222"
    static let operatorTenant = "33333333-3333-4333-8333-333333333333"

    /// The branches that results may be promoted to; nil for any.
    private let promotion: PushPolicy?

    init(failsToTouch: Bool = false, promotion: PushPolicy? = nil, isNew: Bool = false) async throws {
        self.promotion = promotion
        identities = MemoryIdentityStore(failsToTouch: failsToTouch)
        results = ScriptedResults(service: service)
        let master = MasterKeyMaterial.key(try MasterKey(bytes: Array(repeating: 7, count: 32)))
        vault = try await SecretVault(opening: sealed, with: master, instance: "test")
        database = try OutpostDatabase()
        secrets = SecretService(vault: vault, identities: identities, now: { Samples.epoch })
        guard !isNew else { return }
        for (id, name) in [(Self.alice, "alice"), (Self.bob, "bob"), (Self.operatorTenant, "operator")] {
            let tenant = Tenant(id: id, name: name, tier: .enterprise, createdAt: Samples.epoch)
            try await identities.insert(tenant)
            try await database.identities.insert(tenant, audit: [])
        }
    }

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }

    func server(
        publicURL: String? = "https://outpost.test",
        heartbeat: Duration = .seconds(15),
        opensMetrics: Bool = false,
        metrics: MetricSources = MetricSources(),
        log: RecordedLog? = nil,
        logsRequests: Bool = true,
        maximumConnections: Int = 8192,
        maximumEventStreams: Int = 2048,
        firstHead: Duration = .seconds(30)
    ) -> OutpostServer {
        OutpostServer(
            configuration: ServerConfiguration(
                port: 0,
                signingKey: Array("a key of the tests".utf8),
                publicURL: publicURL,
                version: "2.0.0",
                startedAt: Samples.epoch,
                opensMetrics: opensMetrics,
                logsRequests: logsRequests,
                maximumConnections: maximumConnections,
                maximumEventStreams: maximumEventStreams,
                timeouts: ServerTimeouts(firstHead: firstHead, heartbeat: heartbeat)
            ),
            service: service,
            identities: identities,
            admin: AdminService(
                identities: identities,
                now: { self.now },
                makeID: { UUID().uuidString.lowercased() },
                makeSecret: { self.nextSecret() }
            ),
            secrets: secrets,
            egress: EgressService(
                store: egress,
                identities: identities,
                presets: Samples.presets,
                now: { self.now }
            ),
            webhooks: webhooks,
            promotions: PromotionService(
                repository: promotable,
                reader: promotable,
                credentials: promotable,
                git: GitSettings(promotion: promotion),
                publisher: publisher,
                forge: publisher,
                now: { self.now }
            ),
            retention: RetentionService(
                store: results,
                files: results,
                identities: identities,
                images: results,
                policy: RetentionPolicy(maximumAge: 30 * 86_400, minimumFreeBytes: 0),
                now: { self.now },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ),
            audit: audit,
            metrics: metrics,
            health: { self.checks.withLock { $0 } },
            now: { self.now },
            clock: clock,
            makeRequestID: { Samples.requestID },
            logger: log?.logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private var webhooks: WebhookService {
        WebhookService(
            store: database.webhooks,
            vault: vault,
            deliverer: WebhookDeliverer(
                store: database.webhooks,
                dispatches: database.dispatches,
                vault: vault,
                transport: endpoint,
                privateHosts: [],
                payload: WebhookMessages(gitBaseURL: "https://github.com").body,
                clock: clock,
                now: { self.now },
                unit: { 0.5 },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ),
            identities: identities,
            now: { self.now },
            makeID: { UUID().uuidString.lowercased() },
            makeKey: { Array(repeating: 7, count: 32) }
        )
    }

    private func nextSecret() -> APIKeySecret {
        let number = numbers.withLock { number in
            number += 1
            return number
        }
        return APIKeySecret(value: "otp_" + String(repeating: "0", count: 56) + String(10_000_000 + number))
    }

    /// A key of a tenant, as its holder knows it.
    func key(
        _ tenant: String = alice,
        scopes: Set<Scope> = [.admin],
        expiresAt: Date? = nil
    ) async throws -> String {
        let secret = nextSecret()
        let key = APIKey(
            id: UUID().uuidString.lowercased(),
            tenant: tenant,
            name: "test",
            secret: secret,
            scopes: scopes,
            createdAt: Samples.epoch,
            expiresAt: expiresAt
        )
        try await identities.insert(key)
        return secret.value
    }

    /// A dispatch of a tenant.
    @discardableResult
    func dispatch(
        _ tenant: String = alice,
        repository: String? = nil,
        options: DispatchOptions = DispatchOptions()
    ) throws -> DispatchID {
        let id = Samples.freshID()
        service.add(try Samples.dispatch(id: id, tenant: tenant, repository: repository, options: options))
        return id
    }

    /// A batch of a tenant, of one dispatch.
    func batch(_ tenant: String = alice) throws -> BatchID {
        let dispatch = try Samples.dispatch(id: Samples.freshID(), tenant: tenant)
        let batch = BatchID(Samples.freshID())
        service.add(
            Dispatch(
                id: dispatch.id,
                tenant: tenant,
                request: dispatch.request,
                createdAt: dispatch.createdAt,
                batch: batch
            )
        )
        return batch
    }

    /// Runs a body against the router, without sockets.
    func run<Value>(_ body: @Sendable (Client) async throws -> Value) async throws -> Value {
        try await server().application().test(.router) { try await body(Client(client: $0)) }
    }
}
