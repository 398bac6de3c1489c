internal import Logging
internal import OutpostCore
internal import ServiceLifecycle

/// The dispatcher's queue as a service: it begins when the server listens; on shutdown it admits nothing more and gives
/// what runs some time to end.
struct QueueService: Service {
    let dispatcher: Dispatcher
    let gate: ListenerGate
    let drain: Duration
    let logger: Logger

    func run() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                guard await gate.pass() else { return false }
                try await dispatcher.run()
                return true
            }
            group.addTask {
                try await gracefulShutdown()
                await dispatcher.stop()
                let running = await dispatcher.runningCount
                if running > 0 { logger.notice("waiting for dispatches to end", metadata: ["running": "\(running)"]) }
                try await ContinuousClock().sleep(for: drain)
                return true
            }
            _ = try await group.next()
            group.cancelAll()
        }
    }
}
