package import OutpostCore

/// What the operator allows, and knows, about the network around the host.
package struct EgressPolicy: Sendable {
    /// Rules whose hosts may have private, shared or loopback addresses: registries of an air-gapped site.
    ///
    /// Empty by default. It does not allow anything by itself; the door's own rules do. Link-local addresses (cloud
    /// metadata among them) and multicast are refused whatever it says.
    package var allowPrivate: Set<EgressRule>
    /// Addresses of names that the system's resolver is not asked for, in lower case.
    ///
    /// Empty by default.
    package var hosts: [String: [String]]
    /// Time for resolving a name and connecting; 10 seconds by default.
    package var connectTimeout: Duration

    package init(
        allowPrivate: Set<EgressRule> = [],
        hosts: [String: [String]] = [:],
        connectTimeout: Duration = .seconds(10)
    ) {
        self.allowPrivate = allowPrivate
        self.hosts = hosts
        self.connectTimeout = connectTimeout
    }
}
