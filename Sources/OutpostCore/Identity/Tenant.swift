package import Foundation

/// A customer of one installation: the owner of keys, dispatches, secrets and results.
package struct Tenant: Sendable, Hashable, Codable {
    /// A lower-case UUID, or `local` for runs without a server.
    package let id: String
    /// For people; unique.
    package let name: String
    /// Decides the default limits.
    package var tier: TenantTier
    /// A suspended tenant's keys are refused everywhere.
    package var status: TenantStatus
    /// What it may use.
    package var limits: TenantLimits
    /// OCI runtime of its containers, such as `runsc`; nil takes the agent's or the server's.
    package var runtime: String?
    /// When it was made.
    package let createdAt: Date

    package init(
        id: String,
        name: String,
        tier: TenantTier,
        status: TenantStatus = .active,
        limits: TenantLimits? = nil,
        runtime: String? = nil,
        createdAt: Date
    ) {
        self.id = id
        self.name = name
        self.tier = tier
        self.status = status
        self.limits = limits ?? tier.limits
        self.runtime = runtime
        self.createdAt = createdAt
    }
}

/// Whether a tenant is served.
package enum TenantStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// It is.
    case active
    /// It is not, until somebody resumes it.
    case suspended
}

/// A tenant's size class, in Outpost v2's words.
package enum TenantTier: String, Sendable, Hashable, Codable, CaseIterable {
    case free, starter, pro, enterprise

    /// The limits of the tier: concurrency and longest timeout are Outpost v2's, the rest are this system's.
    package var limits: TenantLimits {
        var limits =
            switch self {
            case .free: TenantLimits(concurrent: 1, queued: 10, timeoutSeconds: 300, requestsPerMinute: 60, weight: 1)
            case .starter:
                TenantLimits(concurrent: 3, queued: 50, timeoutSeconds: 600, requestsPerMinute: 60, weight: 1)
            case .pro:
                TenantLimits(concurrent: 10, queued: 500, timeoutSeconds: 86_400, requestsPerMinute: 300, weight: 2)
            case .enterprise:
                TenantLimits(concurrent: 50, queued: 10_000, timeoutSeconds: 86_400, requestsPerMinute: 600, weight: 4)
            }
        (limits.storedMiB, limits.storedResults) = storage
        return limits
    }

    private var storage: (mebibytes: Int, results: Int) {
        switch self {
        case .free: (1 << 10, 100)
        case .starter: (5 << 10, 1000)
        case .pro: (50 << 10, 10_000)
        case .enterprise: (500 << 10, 100_000)
        }
    }
}

/// What a tenant may use.
package struct TenantLimits: Sendable, Hashable, Codable {
    /// Dispatches that run at once; more wait.
    package var concurrent: Int
    /// Dispatches that wait at once; more are refused.
    package var queued: Int
    /// The longest timeout of a dispatch, in seconds.
    package var timeoutSeconds: Int
    /// Requests a minute for each key.
    package var requestsPerMinute: Int
    /// Turns that the tenant gets for each turn of a tenant with weight 1.
    package var weight: Int
    /// The most that one dispatch may have.
    package var resources: Resources
    /// MiB that logs and artifacts of ended dispatches may take; at that, new dispatches are refused.
    package var storedMiB: Int
    /// Ended dispatches that may have logs and artifacts; at that, new dispatches are refused.
    package var storedResults: Int
    /// Days that results are kept; 0 is as the server's setting says.
    package var retentionDays: Int

    package init(
        concurrent: Int,
        queued: Int,
        timeoutSeconds: Int,
        requestsPerMinute: Int,
        weight: Int,
        resources: Resources = Resources(cpuUnits: 4096, memoryMiB: 30_720),
        storedMiB: Int = 50 << 10,
        storedResults: Int = 10_000,
        retentionDays: Int = 0
    ) {
        self.concurrent = concurrent
        self.queued = queued
        self.timeoutSeconds = timeoutSeconds
        self.requestsPerMinute = requestsPerMinute
        self.weight = weight
        self.resources = resources
        self.storedMiB = storedMiB
        self.storedResults = storedResults
        self.retentionDays = retentionDays
    }
}
