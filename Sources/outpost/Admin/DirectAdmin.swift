internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import OutpostServer
internal import OutpostStore

/// The administration in the database itself; whoever makes it holds the data directory's lock.
struct DirectAdmin: AdminBackend {
    let service: AdminService
    let actor = AdminService.commandLineActor
    let directory: DataDirectory
    let database: OutpostDatabase
    let environment: [String: String]

    init(_ directory: DataDirectory, environment: [String: String]) throws {
        self.directory = directory
        self.environment = environment
        database = try OutpostDatabase(in: directory)
        service = AdminService(
            identities: database.identities,
            now: { Date() },
            makeID: Generator.uuid,
            makeSecret: Generator.apiKey
        )
    }

    func createTenant(_ body: CreateTenantBody) async throws -> TenantBody {
        TenantBody(try await service.createTenant(name: body.name, tier: body.tier, by: actor))
    }

    func tenants() async throws -> [TenantBody] {
        try await service.tenants().map(TenantBody.init)
    }

    func tenant(_ idOrName: String) async throws -> TenantBody {
        TenantBody(try await service.tenant(idOrName))
    }

    func updateTenant(_ idOrName: String, _ body: UpdateTenantBody) async throws -> TenantBody {
        let limits = body.limits.map(LimitsChange.init) ?? LimitsChange()
        return TenantBody(
            try await service.update(
                idOrName,
                status: body.status,
                tier: body.tier,
                limits: limits,
                runtime: body.runtime,
                by: actor
            )
        )
    }

    func createKey(_ body: CreateKeyBody) async throws -> CreatedKeyBody {
        let made = try await service.createKey(
            tenant: body.tenant,
            name: body.name,
            scopes: body.scopes,
            expiresAt: body.expiresAt?.date,
            by: actor
        )
        return CreatedKeyBody(key: KeyBody(made.key, at: Date()), secret: made.secret.value)
    }

    func keys(tenant: String?) async throws -> [KeyBody] {
        try await service.keys(tenant: tenant).map { KeyBody($0, at: Date()) }
    }

    func revokeKey(_ idOrPrefix: String) async throws -> KeyBody {
        KeyBody(try await service.revoke(idOrPrefix, by: actor), at: Date())
    }

    func rotateKey(_ idOrPrefix: String, _ body: RotateKeyBody) async throws -> RotatedKeyBody {
        let rotated = try await service.rotate(idOrPrefix, overlap: body.overlapSeconds, by: actor)
        return RotatedKeyBody(
            key: KeyBody(rotated.key, at: Date()),
            secret: rotated.secret.value,
            previous: KeyBody(rotated.old, at: Date())
        )
    }
}

extension LimitsChange {
    fileprivate init(_ body: LimitsBody) {
        self.init(
            concurrent: body.concurrent,
            queued: body.queued,
            timeoutSeconds: body.timeoutSeconds,
            requestsPerMinute: body.requestsPerMinute,
            weight: body.weight,
            cpuUnits: body.cpuUnits,
            memoryMiB: body.memoryMiB,
            pids: body.pids,
            storedMiB: body.storedMiB,
            storedResults: body.storedResults,
            retentionDays: body.retentionDays
        )
    }
}
