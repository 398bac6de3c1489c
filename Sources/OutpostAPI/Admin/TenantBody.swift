/// A tenant.
package struct TenantBody: Codable, Sendable, Hashable {
    /// A lower-case UUID.
    package var id: String
    /// Unique.
    package var name: String
    /// `free`, `starter`, `pro` or `enterprise`.
    package var tier: String
    /// `active` or `suspended`.
    package var status: String
    /// What it may use.
    package var limits: LimitsBody
    /// OCI runtime of its containers; absent where the agent's or the server's holds.
    package var runtime: String?
    /// When it was made.
    package var createdAt: APITime

    package init(
        id: String,
        name: String,
        tier: String,
        status: String,
        limits: LimitsBody,
        runtime: String? = nil,
        createdAt: APITime
    ) {
        self.id = id
        self.name = name
        self.tier = tier
        self.status = status
        self.limits = limits
        self.runtime = runtime
        self.createdAt = createdAt
    }
}

/// One tenant, as the answer to a request about it.
package struct TenantResponse: Codable, Sendable, Hashable {
    /// The tenant.
    package var tenant: TenantBody

    package init(tenant: TenantBody) {
        self.tenant = tenant
    }
}

/// The limits of a tenant; in a change, what is absent stays as it is.
package struct LimitsBody: Codable, Sendable, Hashable {
    /// Dispatches that run at once.
    package var concurrent: Int?
    /// Dispatches that wait at once.
    package var queued: Int?
    /// The longest timeout of a dispatch.
    package var timeoutSeconds: Int?
    /// Requests a minute for each key.
    package var requestsPerMinute: Int?
    /// Turns for each turn of a tenant with weight 1.
    package var weight: Int?
    /// The most CPU of one dispatch; 1024 units are one core.
    package var cpuUnits: Int?
    /// The most memory of one dispatch.
    package var memoryMiB: Int?
    /// The most processes and threads of one dispatch.
    package var pids: Int?
    /// MiB that results of ended dispatches may take before new dispatches are refused.
    package var storedMiB: Int?
    /// Ended dispatches that may have results before new ones are refused.
    package var storedResults: Int?
    /// Days that results are kept; 0 is as the server's setting says.
    package var retentionDays: Int?

    package init(
        concurrent: Int? = nil,
        queued: Int? = nil,
        timeoutSeconds: Int? = nil,
        requestsPerMinute: Int? = nil,
        weight: Int? = nil,
        cpuUnits: Int? = nil,
        memoryMiB: Int? = nil,
        pids: Int? = nil,
        storedMiB: Int? = nil,
        storedResults: Int? = nil,
        retentionDays: Int? = nil
    ) {
        self.concurrent = concurrent
        self.queued = queued
        self.timeoutSeconds = timeoutSeconds
        self.requestsPerMinute = requestsPerMinute
        self.weight = weight
        self.cpuUnits = cpuUnits
        self.memoryMiB = memoryMiB
        self.pids = pids
        self.storedMiB = storedMiB
        self.storedResults = storedResults
        self.retentionDays = retentionDays
    }
}
