internal import CurlHTTP
internal import Logging
internal import NIOCore
internal import OutpostCore
internal import Synchronization

/// What the routes of one door work with.
final class Door: ExchangeHost {
    let configuration: DoorConfiguration
    let delegate: any DoorDelegate
    let curl: CurlClient
    let eventLoopGroup: any EventLoopGroup
    let network: EgressNetwork
    let ssh: SSHPlace
    let mirrors: MirrorCache
    /// Of a container's requests that start ssh, each of which is half a dozen processes here and a login over there.
    let sshTurns = Turns(2)
    /// Of those that start git here, which packs as much as it is asked for.
    let gitTurns = Turns(Door.gitsAtOnce)
    let mirrorFiller: MirrorFiller
    let logger: Logger
    private let mirrorServes = Mutex(false)

    /// Requests of one container that git answers at once; a fetch has one at a time.
    static let gitsAtOnce = 4

    /// True once *started* was acknowledged: from then on the job is gone.
    private let started: Mutex<Bool>

    init(
        configuration: DoorConfiguration,
        delegate: any DoorDelegate,
        curl: CurlClient,
        eventLoopGroup: any EventLoopGroup,
        network: EgressNetwork,
        ssh: SSHPlace,
        mirrors: MirrorCache,
        mirrorFiller: MirrorFiller,
        logger: Logger
    ) {
        self.configuration = configuration
        self.delegate = delegate
        self.curl = curl
        self.eventLoopGroup = eventLoopGroup
        self.network = network
        self.ssh = ssh
        self.mirrors = mirrors
        self.mirrorFiller = mirrorFiller
        self.logger = logger
        started = Mutex(configuration.isStarted)
        if configuration.isStarted { requestMirror() }
    }

    var isStarted: Bool { started.withLock { $0 } }

    func acknowledgeStart() {
        started.withLock { $0 = true }
        requestMirror()
    }

    /// Whether the repository's mirror answers fetches, as decided when its references were last asked for.
    var servesMirror: Bool { mirrorServes.withLock { $0 } }

    func serveMirror(_ serves: Bool) { mirrorServes.withLock { $0 = serves } }

    func respond(to exchange: Exchange) async {
        await exchange.answer(logger) { try await Router(door: self).route(for: exchange).respond(to: exchange) }
    }
}
