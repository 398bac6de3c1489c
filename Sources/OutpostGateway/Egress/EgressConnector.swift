internal import Logging
internal import NIOCore
internal import NIOPosix
internal import OutpostCore

/// Opens connections to the hosts that a door lets through, and has every decision recorded.
struct EgressConnector: Sendable {
    let door: Door
    /// Whether bytes go both ways as they are, rather than one plain request.
    let isTunnel: Bool

    /// Connects to a host that may be reached.
    ///
    /// - Throws: ``Refusal``: 403 when the host or its address is closed; 502 when nobody answers.
    func connect(to rule: EgressRule) async throws -> Upstream {
        if let refusal = door.configuration.egress.refusal(of: rule) {
            throw await refused(rule, closer(refusal, rule))
        }
        let upstream: Upstream
        do {
            upstream = try await open(rule)
        } catch {
            try Task.checkCancellation()
            if let refusal = Self.refusal(in: error) { throw await refused(rule, refusal) }
            door.logger.info("egress failed", metadata: ["egress.target": "\(rule)"])
            await door.delegate.egressDecided(EgressDecision(rule, .failed))
            throw (error as? Refusal) ?? Refusal(502, "EGRESS_FAILED", "\(rule) cannot be reached")
        }
        door.logger.debug("egress allowed", metadata: ["egress.target": "\(rule)"])
        await door.delegate.egressDecided(EgressDecision(rule, .reached))
        return upstream
    }

    /// What is asked for by its address is refused as what it is, so that the advice is what really opens it.
    private func closer(_ refusal: EgressRefusal, _ rule: EgressRule) -> EgressRefusal {
        guard [.notListed, .literalAddress].contains(refusal), IPAddress(rule.host) != nil else { return refusal }
        return AddressCheck(allowsPrivate: false, own: door.network.ownAddresses()).refusal(of: rule.host) ?? refusal
    }

    private func refused(_ rule: EgressRule, _ refusal: EgressRefusal) async -> Refusal {
        door.logger.info(
            "egress refused",
            metadata: ["egress.target": "\(rule)", "egress.reason": "\(refusal.rawValue)"]
        )
        await door.delegate.egressDecided(EgressDecision(rule, .refused(refusal)))
        let words =
            switch refusal {
            case .noEgress: "this dispatch reaches its model and its repository alone"
            case .notListed: "it is not among the hosts that this dispatch may reach"
            case .denied: "the policy closes it"
            case .literalAddress: "it is asked for by its address, which the policy does not name"
            case .privateAddress, .closedAddress: "it has an address in a network that is not reached"
            }
        return Refusal(403, "EGRESS_REFUSED", "\(rule): \(words)")
    }

    private func open(_ rule: EgressRule) async throws -> Upstream {
        let allowsPrivate = door.configuration.egress.privateHosts.contains(rule)
        let check = AddressCheck(allowsPrivate: allowsPrivate, own: door.network.ownAddresses())
        // A host that an operator calls private is near, not behind the proxy to the Internet.
        guard !allowsPrivate, let proxy = door.network.proxies.server(for: rule, isTunnel: isTunnel) else {
            return try await dial(rule, check)
        }
        return try await ProxiedConnection(proxy: proxy, isTunnel: isTunnel, timeout: door.network.connectTimeout)
            .open(rule, check) { try await dial($0, nil) }
    }

    /// Checks every address, but not that of the host's own proxy.
    private func dial(_ rule: EgressRule, _ check: AddressCheck?) async throws -> Upstream {
        let eventLoop = door.eventLoopGroup.next()
        let resolver = door.network.lookup(rule.host).map { HostsResolver(addresses: $0, eventLoop: eventLoop) }
        return try await ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(door.network.connectTimeout))
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .resolver(resolver)
            .connect(host: rule.host, port: rule.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let inbox = Inbox<ByteBuffer>(channel: channel)
                    let pipeline = channel.pipeline.syncOperations
                    if let check { try pipeline.addHandler(ConnectGuard(check)) }
                    try pipeline.addHandler(InboxHandler(inbox))
                    return Upstream(channel: channel, inbox: inbox)
                }
            }
    }

    /// Closed for good comes before what could be opened.
    private static func refusal(in error: any Error) -> EgressRefusal? {
        if let refused = error as? AddressRefused { return refused.refusal }
        guard let failure = error as? NIOConnectionError else { return nil }
        let refusals = failure.connectionErrors.compactMap { ($0.error as? AddressRefused)?.refusal }
        return refusals.contains(.closedAddress) ? .closedAddress : refusals.first
    }
}

/// A connection to another host.
struct Upstream: Sendable {
    let channel: any Channel
    let inbox: Inbox<ByteBuffer>
    /// What the other host said before anybody listened.
    var early = ByteBuffer()
    /// The proxy that a plain request is addressed to.
    var proxy: ProxyServer?
}
