internal import Logging
internal import NIOHTTP1
internal import OutpostCore
internal import Synchronization

/// The door of a container that no dispatch has yet: there is nothing behind it but the wait.
///
/// Once it is bound it passes everything on to the dispatch's door, what waited included.
final class UnclaimedDoor: ExchangeHost, WaitingDoor {
    private enum State {
        case waiting
        case bound(Door)
        case abandoned
    }

    let logger: Logger
    private let patience: Duration
    private let make: @Sendable (DoorConfiguration, any DoorDelegate) -> Door
    private let state = Mutex(State.waiting)
    private let settled = Latch()

    /// - Parameters:
    ///   - patience: time after which the container is told that there is nothing yet; it has to be shorter than that
    ///     of the runtime's requests, two minutes.
    ///   - logger: told of failures.
    ///   - make: makes the dispatch's door.
    init(
        patience: Duration,
        logger: Logger,
        make: @escaping @Sendable (DoorConfiguration, any DoorDelegate) -> Door
    ) {
        self.patience = patience
        self.logger = logger
        self.make = make
    }

    func bind(_ configuration: DoorConfiguration, delegate: any DoorDelegate) throws {
        let isBound = state.withLock { state in
            guard case .waiting = state else { return false }
            state = .bound(make(configuration, delegate))
            return true
        }
        guard isBound else { throw WaitingDoorTaken() }
        settled.open()
    }

    func abandon() -> Bool {
        let isNobodys = state.withLock { state in
            if case .bound = state { return false }
            state = .abandoned
            return true
        }
        if isNobodys { settled.open() }
        return isNobodys
    }

    func respond(to exchange: Exchange) async {
        if let door { return await door.respond(to: exchange) }
        await exchange.answer(logger) {
            guard exchange.asksForJob else { throw Refusal.notFound }
            let isSettled = try await exchange.whileConnected { [patience, settled] in
                try await withTimeLimit(patience) { try await settled.wait() } != nil
            }
            if let door {
                await door.respond(to: exchange)
            } else if isSettled {
                throw Refusal(410, "GONE", "no dispatch will come")
            } else {
                try await exchange.replyEmpty()
            }
        }
    }

    private var door: Door? {
        state.withLock { state in
            if case .bound(let door) = state { door } else { nil }
        }
    }
}

extension Exchange {
    /// Whether it is the request for the job.
    var asksForJob: Bool {
        if case .path(JobRoute.path, _) = target { head.method == .GET } else { false }
    }
}
