internal import Logging
internal import NIOCore
internal import NIOPosix
internal import OutpostCore

/// Opens connections to the hosts that a door's rules name.
struct EgressConnector: Sendable {
    let door: Door

    /// Connects to a host that the rules allow.
    ///
    /// - Throws: ``Refusal``: 403 when no rule names host and port, or an address is closed; 502 when nobody answers.
    func connect(to rule: EgressRule) async throws -> Upstream {
        let metadata: Logger.Metadata = ["egress.target": "\(rule)"]
        guard door.configuration.egress.contains(rule) else {
            door.logger.info("egress refused", metadata: metadata)
            throw Refusal(403, "EGRESS_REFUSED", "\(rule) is not among the hosts that this dispatch may reach")
        }
        do {
            let upstream = try await open(rule)
            door.logger.debug("egress allowed", metadata: metadata)
            return upstream
        } catch {
            if Self.isRefused(error) {
                door.logger.warning("egress refused by address", metadata: metadata)
                throw Refusal(403, "EGRESS_REFUSED", "\(rule) has an address in a network that is not reached")
            }
            door.logger.info("egress failed", metadata: metadata)
            throw Refusal(502, "EGRESS_FAILED", "\(rule) cannot be reached")
        }
    }

    private func open(_ rule: EgressRule) async throws -> Upstream {
        let eventLoop = door.eventLoopGroup.next()
        let allowsPrivate = door.policy.allowPrivate.contains(rule)
        let resolver = door.policy.hosts[rule.host].map { HostsResolver(addresses: $0, eventLoop: eventLoop) }
        return try await ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(door.policy.connectTimeout))
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .resolver(resolver)
            .connect(host: rule.host, port: rule.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let inbox = Inbox<ByteBuffer>(channel: channel)
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(ConnectGuard(allowsPrivate: allowsPrivate))
                    try pipeline.addHandler(InboxHandler(inbox))
                    return Upstream(channel: channel, inbox: inbox)
                }
            }
    }

    private static func isRefused(_ error: any Error) -> Bool {
        if error is AddressRefused { return true }
        guard let failure = error as? NIOConnectionError else { return false }
        return failure.connectionErrors.contains { $0.error is AddressRefused }
    }
}

/// A connection to another host.
struct Upstream: Sendable {
    let channel: any Channel
    let inbox: Inbox<ByteBuffer>
}
