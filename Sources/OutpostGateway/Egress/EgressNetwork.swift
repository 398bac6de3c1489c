internal import NIOCore

/// What the gateway knows of the network around the host; it allows nothing by itself, the doors' own access does.
package struct EgressNetwork: Sendable {
    /// Addresses of a name that the system's resolver is not asked for; nil asks it, which is the default.
    package var lookup: @Sendable (String) -> [String]?
    /// Looks up the other names for what the gateway itself connects to.
    var resolver = NameResolver.shared
    /// The host's own way out, where it has to use one.
    package var proxies: EgressProxies
    /// Time for resolving a name and connecting; 10 seconds by default.
    package var connectTimeout: Duration
    /// Addresses of this host, public ones too: what listens on them is the host's, not the Internet's.
    package var ownAddresses: @Sendable () -> [String]

    package init(
        lookup: @escaping @Sendable (String) -> [String]? = { _ in nil },
        proxies: EgressProxies = EgressProxies(),
        connectTimeout: Duration = .seconds(10),
        ownAddresses: @escaping @Sendable () -> [String] = EgressNetwork.interfaceAddresses
    ) {
        self.lookup = lookup
        self.proxies = proxies
        self.connectTimeout = connectTimeout
        self.ownAddresses = ownAddresses
    }

    /// The addresses of the host's interfaces; they may change at any time, so they are asked for at each connection.
    package static func interfaceAddresses() -> [String] {
        let devices = (try? System.enumerateDevices()) ?? []
        return devices.compactMap { $0.address?.ipAddress }
    }
}
