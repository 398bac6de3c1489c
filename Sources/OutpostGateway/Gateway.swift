package import CurlHTTP
package import Logging
package import NIOCore
package import OutpostCore

/// Serves doors: the only thing that a container can reach.
///
/// A gateway holds what all doors share and nothing of any one dispatch; everything else is in the door's own
/// configuration, so that one container cannot reach what belongs to another.
package final class Gateway: DoorKeeper {
    /// Carries the exchanges with model providers and remote repositories.
    private let curl: CurlClient
    /// Runs the doors' sockets and the tunnels to other hosts.
    private let eventLoopGroup: any EventLoopGroup
    /// Never sees a header or a body, whatever its level.
    let logger: Logger
    /// How other hosts are reached.
    private let network: EgressNetwork
    private let ssh: SSHPlace

    /// Repositories of other hosts that are kept here.
    private let mirrors: MirrorCache
    private let mirrorFiller: MirrorFiller
    /// Time that a container's request for its job is held while nobody has the container.
    let waitingPatience: Duration

    /// Makes a gateway; it opens nothing until a door is served.
    ///
    /// - Parameters:
    ///   - curl: carries the exchanges with other hosts.
    ///   - eventLoopGroup: runs the sockets.
    ///   - logger: is told of failures.
    ///   - network: how other hosts are reached.
    ///   - ssh: reaches the repositories that are reached so.
    ///   - maximumMirrorBytes: of all mirrors of repositories together; 0 makes none.
    ///   - waitingPatience: time that a container's request for its job is held at a time; default 60 s.
    package init(
        curl: CurlClient,
        eventLoopGroup: any EventLoopGroup,
        logger: Logger,
        network: EgressNetwork = EgressNetwork(),
        ssh: SSHPlace,
        maximumMirrorBytes: Int = 10 << 30,
        waitingPatience: Duration = .seconds(60)
    ) {
        self.curl = curl
        self.eventLoopGroup = eventLoopGroup
        self.logger = logger
        self.network = network
        self.ssh = ssh
        self.waitingPatience = waitingPatience
        mirrors = MirrorCache(maximumBytes: maximumMirrorBytes, ssh: ssh, logger: logger)
        mirrorFiller = MirrorFiller(mirrors: mirrors, network: network, logger: logger)
    }

    /// Makes the mirrors that doors ask for, until the task is cancelled.
    ///
    /// A mirror is made while the agent works and goes on after its door is closed, with the access that its dispatch
    /// had: two at a time, each bounded by ten minutes and by the size of all mirrors. Without this no mirror is made.
    ///
    /// - Parameters:
    ///   - interval: how often `isAllowed` is asked while one is made. Default 30 s.
    ///   - isAllowed: whether the repository at that URL may be read with that access still; where it may not, the
    ///     transfer ends.
    package func fillMirrors(
        checkingEvery interval: Duration = .seconds(30),
        while isAllowed: @escaping @Sendable (_ url: String, _ access: RepositoryAccess) async -> Bool
    ) async {
        await mirrorFiller.run(checkingEvery: interval, while: isAllowed)
    }

    /// Serves a door while `body` runs.
    ///
    /// The door is open before `body` is called: the port is bound, or the socket file is in place with mode 0666, over
    /// whatever stale socket was there. When `body` ends, open exchanges are cut off and the socket file is removed.
    /// When the calling task is cancelled the door closes at once, although `body` may go on.
    ///
    /// - Parameters:
    ///   - configuration: what the door offers.
    ///   - delegate: is told what the container says.
    ///   - body: runs while the door is open.
    /// - Returns: what `body` returned.
    /// - Throws: what `body` threw, or why the address could not be bound.
    package func withDoor<R: Sendable>(
        _ configuration: DoorConfiguration,
        delegate: any DoorDelegate,
        _ body: @Sendable (DoorAddress) async throws -> R
    ) async throws -> R {
        let door = door(configuration, delegate)
        return try await serve(door, at: configuration.listener, body)
    }

    func door(_ configuration: DoorConfiguration, _ delegate: any DoorDelegate) -> Door {
        var logger = logger
        logger[metadataKey: "dispatch.id"] = "\(configuration.dispatch)"
        return Door(
            configuration: configuration,
            delegate: delegate,
            curl: curl,
            eventLoopGroup: eventLoopGroup,
            network: network,
            ssh: ssh,
            mirrors: mirrors,
            mirrorFiller: mirrorFiller,
            logger: logger
        )
    }

    func serve<R: Sendable>(
        _ host: any ExchangeHost,
        at place: DoorListener,
        _ body: @Sendable (DoorAddress) async throws -> R
    ) async throws -> R {
        let listener = try await Listener.bind(place, group: eventLoopGroup)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listener.serve(host) }
            let outcome: Result<R, any Error>
            do {
                outcome = .success(try await body(listener.address))
            } catch {
                outcome = .failure(error)
            }
            group.cancelAll()
            try await group.waitForAll()
            return try outcome.get()
        }
    }
}
