internal import Foundation
internal import OutpostCore
internal import Testing

/// Values that the suites about many tenants need.
enum ControlPlaneSamples {
    static let epoch = Date(timeIntervalSince1970: 1_700_000_000)

    static func id(_ number: UInt64) -> DispatchID {
        var generator = Zeroes()
        return DispatchID(milliseconds: number, using: &generator)
    }

    /// Identifiers then differ by their number alone.
    private struct Zeroes: RandomNumberGenerator {
        func next() -> UInt64 { 0 }
    }

    static func dispatch(
        _ number: UInt64,
        tenant: String = "a",
        agent: String = "sample",
        repository: String? = nil,
        tags: [String: String] = [:],
        batch: BatchID? = nil,
        createdAt: Date = epoch
    ) throws -> Dispatch {
        let manifest = AgentManifest(name: agent, summary: "A sample", image: "outpost/sample")
        let options = DispatchOptions(tags: tags)
        let request = try DispatchRequest(agent: manifest, task: "do it", repository: repository, options: options)
        return Dispatch(id: id(number), tenant: tenant, request: request, createdAt: createdAt, batch: batch)
    }

    static func audit(_ dispatch: Dispatch) -> AuditEntry {
        AuditEntry(
            at: dispatch.createdAt,
            tenant: dispatch.tenant,
            actor: "key",
            action: "dispatch.create",
            resource: dispatch.id.text
        )
    }

    static func tenant(_ name: String, tier: TenantTier = .pro) -> Tenant {
        Tenant(id: "id-of-" + name, name: name, tier: tier, createdAt: epoch)
    }

    static func key(
        _ id: String,
        tenant: String,
        secret: String,
        createdAt: Date = epoch,
        expiresAt: Date? = nil
    ) -> APIKey {
        APIKey(
            id: id,
            tenant: tenant,
            name: "name of " + id,
            secret: APIKeySecret(value: secret),
            scopes: [.dispatch, .status],
            createdAt: createdAt,
            expiresAt: expiresAt
        )
    }
}
