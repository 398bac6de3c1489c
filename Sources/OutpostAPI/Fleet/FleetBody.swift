/// `GET /health/fleet`: the whole installation, without anything that belongs to one tenant.
package struct FleetBody: Codable, Sendable, Hashable {
    /// `healthy`, `degraded` or `unhealthy`.
    package var status: String
    /// Containers.
    package var pool: Pool
    /// The agents, by name.
    package var agents: [Agent]
    /// CPU and memory that dispatches hold, of those that they may hold.
    package var system: System
    /// What ended in the last hour or is under way.
    package var dispatches: Dispatches
    /// What is near its limit, one sentence each.
    package var alerts: [String]
    /// Seconds since the server started.
    package var uptime: Int
    /// When the figures were taken.
    package var timestamp: APITime

    package init(
        status: String,
        pool: Pool,
        agents: [Agent],
        system: System,
        dispatches: Dispatches,
        alerts: [String],
        uptime: Int,
        timestamp: APITime
    ) {
        self.status = status
        self.pool = pool
        self.agents = agents
        self.system = system
        self.dispatches = dispatches
        self.alerts = alerts
        self.uptime = uptime
        self.timestamp = timestamp
    }
}

/// The fleet in Outpost v2's envelope, whose meta has more here than elsewhere.
package struct FleetEnvelope: Codable, Sendable, Hashable {
    /// Always true.
    package var success: Bool
    /// The fleet.
    package var data: FleetBody
    /// About the answer.
    package var meta: FleetMeta

    package init(data: FleetBody, meta: FleetMeta) {
        success = true
        self.data = data
        self.meta = meta
    }
}

/// What the answer about the fleet says about itself.
package struct FleetMeta: Codable, Sendable, Hashable {
    /// The request's id.
    package var requestId: String
    /// When the answer was made.
    package var timestamp: APITime
    /// Milliseconds that the figures took; absent where they are cached.
    package var responseTimeMs: Int?
    /// True where the figures are not fresh; absent otherwise.
    package var cached: Bool?
    /// How old the figures are, in milliseconds.
    package var cacheAgeMs: Int?

    package init(
        requestId: String,
        timestamp: APITime,
        responseTimeMs: Int? = nil,
        cached: Bool? = nil,
        cacheAgeMs: Int? = nil
    ) {
        self.requestId = requestId
        self.timestamp = timestamp
        self.responseTimeMs = responseTimeMs
        self.cached = cached
        self.cacheAgeMs = cacheAgeMs
    }
}
