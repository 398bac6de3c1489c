internal import Foundation
internal import OutpostCore
internal import TestSupport

/// The inside of a container as a test plays it: it talks through its door, writes lines, feels signals and ends.
struct ScriptedContainer: Sendable {
    let door: any DoorDelegate
    let journal: Journal
    let end: Observed<ContainerExit?>
    let signals: Observed<[ContainerSignal]>
    let output: AsyncThrowingStream<OutputLine, any Error>.Continuation

    func write(_ text: String) { output.yield(OutputLine(stream: .stdout, text: text)) }

    /// Closes the output, or breaks it.
    func closeOutput(_ error: (any Error)? = nil) { output.finish(throwing: error) }

    /// Ends the container; its output ends with it.
    func exit(_ code: Int, outOfMemory: Bool = false) {
        output.finish()
        end.update { $0 = ContainerExit(code: code, isOutOfMemory: outOfMemory) }
    }

    func waitForSignal(_ signal: ContainerSignal) async throws { try await signals.wait { $0.contains(signal) } }

    /// Announces the start as the runtime does, and notes that it may go on.
    @discardableResult
    func start(boot: String = "boot") async throws -> Bool {
        await door.jobFetched()
        let mayRun = try await door.started(boot: boot)
        journal.note(mayRun ? "may run" : "may not run")
        return mayRun
    }

    func askModel(_ status: Int? = 200, failure: String? = nil) async {
        await door.modelExchanged(ModelExchange(path: "/v1/messages", status: status, failure: failure))
    }

    func handIn() async throws {
        await door.progressed(phase: "collect", message: "")
        try await door.receiveArtifacts(
            AsyncThrowingStream { continuation in
                continuation.yield([1])
                continuation.finish()
            }
        )
    }

    func finish(_ code: Int, stage: String? = nil, message: String = "") async {
        await door.finished(FinishedReport(failedStage: stage, exitCode: code, message: message))
    }

    /// A whole run that goes well.
    func runWell() async throws {
        try await start()
        write("working")
        await askModel()
        try await handIn()
        await finish(0)
        exit(0)
    }
}
