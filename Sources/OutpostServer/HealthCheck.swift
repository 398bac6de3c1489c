/// The result of one check of the server's surroundings.
package struct HealthCheck: Sendable, Hashable {
    /// The check's name, the key on the wire.
    package let name: String
    /// The result.
    package let status: Status
    /// For people.
    package let message: String?
    /// How long it took.
    package let latency: Duration?

    /// What a check can say.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case pass, warn, fail
    }

    package init(name: String, status: Status, message: String? = nil, latency: Duration? = nil) {
        self.name = name
        self.status = status
        self.message = message
        self.latency = latency
    }
}
