internal import Foundation
internal import Testing

@testable internal import OutpostCore

/// A state that a dispatch can be in, with the events that lead there.
enum Stage: String, CaseIterable, CustomTestStringConvertible {
    case pending, provisioning, running, completing, success, failed, timeout, cancelled
    case pendingStopped, provisioningStopped, runningStopped

    static let boot = "boot-a"
    static let container = "container-a"

    private var path: [DispatchEvent] {
        let provisioning: [DispatchEvent] = [
            .provisioning(containerName: "name"), .containerCreated(id: Self.container),
        ]
        let running = provisioning + [.started(boot: Self.boot, at: Samples.epoch)]
        return switch self {
        case .pending: []
        case .provisioning: provisioning
        case .running: running
        case .completing: running + [.completing]
        case .success, .failed, .timeout, .cancelled: running + [Self.end(rawValue)]
        case .pendingStopped: [.stopRequested(.cancel)]
        case .provisioningStopped: provisioning + [.stopRequested(.cancel)]
        case .runningStopped: running + [.stopRequested(.cancel)]
        }
    }

    var state: DispatchState {
        path.reduce(into: DispatchState()) { state, event in _ = state.apply(event) }
    }

    var testDescription: String { rawValue }

    /// The end that belongs to a terminal status.
    static func end(_ status: String, seconds: TimeInterval = 0) -> DispatchEvent {
        let status = DispatchStatus(rawValue: status) ?? .failed
        let end = DispatchEnd(status: status, reason: status == .success ? .changed : .exit)
        return .concluded(end, at: Samples.epoch + seconds)
    }
}

@Suite("A dispatch's state")
struct DispatchStateTests {
    /// `+` changes the state, `=` says what was known, `-` is refused; in the order of ``events``.
    private static let table: [(Stage, String)] = [
        (.pending, "+ - - - + + - +"),
        (.provisioning, "- = + + + + - +"),
        (.running, "- - = - + + + +"),
        (.completing, "- - = - + + = +"),
        (.success, "- - - - - - - -"),
        (.failed, "- - - - - - - ="),
        (.timeout, "- - - - - - - -"),
        (.cancelled, "- - - - - - - -"),
        (.pendingStopped, "- - - - = - - +"),
        (.provisioningStopped, "- = - - = - - +"),
        (.runningStopped, "- - = - = - + +"),
    ]

    private static let events: [DispatchEvent] = [
        .provisioning(containerName: "other"),
        .containerCreated(id: Stage.container),
        .started(boot: Stage.boot, at: Samples.epoch + 5),
        .started(boot: "boot-b", at: Samples.epoch + 5),
        .stopRequested(.cancel),
        .stopRequested(.timeout),
        .completing,
        Stage.end("failed", seconds: 9),
    ]

    @Test("takes or refuses every event in every state as the table says", arguments: table)
    func transition(stage: Stage, row: String) {
        let got = Self.events.map { event in
            var state = stage.state
            let before = state
            let change = state.apply(event)
            // Only a change may leave a trace.
            if change != .changed { #expect(state == before) } else { #expect(state != before) }
            return switch change {
            case .changed: "+"
            case .unchanged: "="
            case .refused: "-"
            }
        }
        #expect(got.joined(separator: " ") == row)
    }

    @Test("covers every stage in the table")
    func tableIsComplete() {
        #expect(Set(Self.table.map(\.0)) == Set(Stage.allCases))
    }

    @Test("keeps the first start, with its time")
    func firstStart() {
        var state = Stage.running.state
        _ = state.apply(.started(boot: "boot-b", at: Samples.epoch + 5))
        #expect(state.boot == Stage.boot)
        #expect(state.startedAt == Samples.epoch)
    }

    @Test("counts attempts and remembers the container's name before its id")
    func attempts() {
        var state = DispatchState()
        _ = state.apply(.provisioning(containerName: "name"))
        #expect(state.attempt == 1)
        #expect(state.containerName == "name")
        #expect(state.containerID == nil)
    }

    @Test("ends with exactly the end that it was given")
    func end() {
        let end = DispatchEnd(
            status: .timeout,
            reason: .timeout,
            exitCode: 143,
            message: "late",
            flags: [.logTruncated]
        )
        var state = Stage.running.state
        #expect(state.apply(.concluded(end, at: Samples.epoch + 7)) == .changed)
        #expect(state.status == .timeout)
        #expect(state.end == end)
        #expect(state.endedAt == Samples.epoch + 7)
    }

    @Test("does not end with a status that is none", arguments: DispatchStatus.allCases.filter { !$0.isTerminal })
    func noEnd(status: DispatchStatus) {
        var state = Stage.running.state
        #expect(state.apply(.concluded(DispatchEnd(status: status, reason: .exit), at: Samples.epoch)) == .refused)
        #expect(state == Stage.running.state)
    }
}
