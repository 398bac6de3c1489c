package import Foundation
package import OutpostAPI
package import OutpostCore

extension TenantBody {
    /// A tenant as it stands on the wire.
    package init(_ tenant: Tenant) {
        let limits = tenant.limits
        self.init(
            id: tenant.id,
            name: tenant.name,
            tier: tenant.tier.rawValue,
            status: tenant.status.rawValue,
            limits: LimitsBody(
                concurrent: limits.concurrent,
                queued: limits.queued,
                timeoutSeconds: limits.timeoutSeconds,
                requestsPerMinute: limits.requestsPerMinute,
                weight: limits.weight,
                cpuUnits: limits.resources.cpuUnits,
                memoryMiB: limits.resources.memoryMiB,
                pids: limits.resources.pids,
                storedMiB: limits.storedMiB,
                storedResults: limits.storedResults,
                retentionDays: limits.retentionDays
            ),
            runtime: tenant.runtime,
            createdAt: APITime(tenant.createdAt)
        )
    }
}

extension KeyBody {
    /// A key as it stands on the wire; whether it works is judged at `now`.
    package init(_ key: APIKey, at now: Date) {
        self.init(
            id: key.id,
            tenant: key.tenant,
            name: key.name,
            prefix: key.prefix,
            status: key.status(at: now).rawValue,
            scopes: key.scopes.map(\.rawValue).sorted(),
            createdAt: APITime(key.createdAt),
            expiresAt: key.expiresAt.map(APITime.init),
            revokedAt: key.revokedAt.map(APITime.init),
            lastUsedAt: key.lastUsedAt.map(APITime.init)
        )
    }
}
