/// What is to be changed of a tenant; nil stays as it is.
package struct TenantChange: Sendable, Hashable {
    /// Whether it is served.
    package var status: TenantStatus?
    /// Its size class: limits that were the old tier's become the new one's, others stay.
    package var tier: TenantTier?
    /// Single limits, applied after the tier.
    package var limits: LimitsChange
    /// The OCI runtime of its containers; ``ContainerRuntime/inherited`` takes it away.
    package var runtime: String?

    package init(
        status: TenantStatus? = nil,
        tier: TenantTier? = nil,
        limits: LimitsChange = LimitsChange(),
        runtime: String? = nil
    ) {
        self.status = status
        self.tier = tier
        self.limits = limits
        self.runtime = runtime
    }
}

/// Limits that are to be changed; nil stays as it is.
package struct LimitsChange: Sendable, Hashable {
    /// See ``TenantLimits``.
    package var concurrent: Int?
    /// Dispatches that wait at once.
    package var queued: Int?
    /// The longest timeout, in seconds.
    package var timeoutSeconds: Int?
    /// Requests a minute for each key.
    package var requestsPerMinute: Int?
    /// The tenant's share of turns.
    package var weight: Int?
    /// CPU units of one dispatch.
    package var cpuUnits: Int?
    /// MiB of one dispatch.
    package var memoryMiB: Int?
    /// Processes of one dispatch.
    package var pids: Int?
    /// MiB of stored results.
    package var storedMiB: Int?
    /// Number of stored results.
    package var storedResults: Int?
    /// Days that results are kept.
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

    /// Each limit: what changes it, where it is kept, its name on the wire, and the values it may have.
    static var fields: [Field] {
        [
            Field(\.concurrent, \.concurrent, "concurrent", 1...10_000),
            Field(\.queued, \.queued, "queued", 0...1_000_000),
            Field(\.timeoutSeconds, \.timeoutSeconds, "timeoutSeconds", DispatchRequest.timeoutRange),
            Field(\.requestsPerMinute, \.requestsPerMinute, "requestsPerMinute", 1...1_000_000),
            Field(\.weight, \.weight, "weight", 1...1_000),
            Field(\.cpuUnits, \.resources.cpuUnits, "cpuUnits", 64...1_048_576),
            Field(\.memoryMiB, \.resources.memoryMiB, "memoryMiB", 64...16_777_216),
            Field(\.pids, \.resources.pids, "pids", 16...4_194_304),
            Field(\.storedMiB, \.storedMiB, "storedMiB", 1...1_000_000_000),
            Field(\.storedResults, \.storedResults, "storedResults", 1...100_000_000),
            Field(\.retentionDays, \.retentionDays, "retentionDays", 0...36_500),
        ]
    }

    struct Field {
        let change: KeyPath<LimitsChange, Int?>
        let limit: WritableKeyPath<TenantLimits, Int>
        let name: String
        let range: ClosedRange<Int>

        init(
            _ change: KeyPath<LimitsChange, Int?>,
            _ limit: WritableKeyPath<TenantLimits, Int>,
            _ name: String,
            _ range: ClosedRange<Int>
        ) {
            self.change = change
            self.limit = limit
            self.name = name
            self.range = range
        }
    }
}

extension Tenant {
    /// Applies a change; its values must be in range.
    package mutating func apply(_ change: TenantChange) {
        if let status = change.status { self.status = status }
        if let tier = change.tier { move(to: tier) }
        if let runtime = change.runtime { self.runtime = runtime == ContainerRuntime.inherited ? nil : runtime }
        for field in LimitsChange.fields {
            if let value = change.limits[keyPath: field.change] { limits[keyPath: field.limit] = value }
        }
    }

    private mutating func move(to tier: TenantTier) {
        for field in LimitsChange.fields where limits[keyPath: field.limit] == self.tier.limits[keyPath: field.limit] {
            limits[keyPath: field.limit] = tier.limits[keyPath: field.limit]
        }
        self.tier = tier
    }
}
