/// `GET /`.
package struct ServiceBody: Codable, Sendable, Hashable {
    /// Always `outpost-control-plane`.
    package var service: String
    /// The program's version.
    package var version: String
    /// Always `operational`.
    package var status: String

    package init(version: String) {
        service = "outpost-control-plane"
        self.version = version
        status = "operational"
    }
}

/// `GET /health`.
package struct HealthBody: Codable, Sendable, Hashable {
    /// `healthy`, `degraded` or `unhealthy`.
    package var status: String
    /// The program's version.
    package var version: String
    /// Seconds since the server started.
    package var uptime: Int
    /// The checks, by name.
    package var checks: [String: HealthCheckBody]

    package init(status: String, version: String, uptime: Int, checks: [String: HealthCheckBody]) {
        self.status = status
        self.version = version
        self.uptime = uptime
        self.checks = checks
    }
}

/// The result of one check.
package struct HealthCheckBody: Codable, Sendable, Hashable {
    /// `pass`, `warn` or `fail`.
    package var status: String
    /// For people.
    package var message: String?
    /// Milliseconds that the check took.
    package var latencyMs: Int?

    package init(status: String, message: String?, latencyMs: Int?) {
        self.status = status
        self.message = message
        self.latencyMs = latencyMs
    }
}

/// `GET /health/live` and `GET /health/ready`.
package struct ProbeBody: Codable, Sendable, Hashable {
    /// `ok`, `ready` or `not ready`.
    package var status: String
    /// Names of the checks that failed; absent when none did.
    package var failing: [String]?

    package init(status: String, failing: [String]? = nil) {
        self.status = status
        self.failing = failing
    }
}
