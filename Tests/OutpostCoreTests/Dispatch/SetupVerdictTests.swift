internal import OutpostCore
internal import Testing

@Suite("The verdict on a run that never started its agent")
struct SetupVerdictTests {
    private static let stages: [(SetupStage, Int, DispatchReason)] = [
        (.relay, 80, .setup), (.job, 81, .setup), (.clone, 82, .repository), (.branch, 83, .reference),
        (.context, 84, .setup), (.started, 85, .setup), (.run, 87, .setup), (.workspace, 88, .workspaceFull),
    ]

    private func seen(exit: ContainerExit?, stage: String? = nil, message: String = "") -> Observations {
        var seen = Observations()
        seen.hasModel = true
        seen.exit = exit
        if let stage {
            seen.report = FinishedReport(failedStage: stage, exitCode: exit?.code ?? 0, message: message)
        }
        return seen
    }

    @Test("knows every stage from the runtime's report, and quotes it", arguments: stages)
    func reported(stage: SetupStage, code: Int, reason: DispatchReason) {
        let end = seen(exit: ContainerExit(code: 1), stage: stage.rawValue, message: "its own words").verdict
        #expect(end == DispatchEnd(status: .failed, reason: reason, exitCode: 1, message: "its own words"))
    }

    @Test("knows every stage from the exit code when no report came", arguments: stages)
    func exitCode(stage: SetupStage, code: Int, reason: DispatchReason) {
        #expect(SetupStage(exitCode: code) == stage)
        let end = seen(exit: ContainerExit(code: code)).verdict
        #expect(end.status == .failed)
        #expect(end.reason == reason)
        #expect(end.exitCode == code)
        #expect(end.message?.isEmpty == false)
        #expect(end.flags == [])
    }

    @Test("has one remedy for a repository: the one that its words end with, else that of its kind")
    func remedy() {
        let failed = ContainerExit(code: 82)
        let said = seen(exit: failed, stage: "clone", message: "no key\(RemedyText.mark)make one\nfatal: 403").verdict
        #expect(said.message == "no key\nfatal: 403")
        #expect(said.error?.remedy == "make one")
        #expect(said.error?.class == .repository)
        let plain = seen(exit: failed, stage: "clone", message: "no key").verdict
        #expect(plain.message == "no key")
        #expect(plain.error == DispatchError(.repository))
    }

    @Test("covers every stage")
    func complete() {
        #expect(Set(Self.stages.map(\.0)) == Set(SetupStage.allCases))
        #expect(SetupStage(exitCode: 79) == nil)
        #expect(SetupStage(exitCode: 86) == nil)
    }

    @Test("keeps the words of a stage that it does not know")
    func unknownStage() {
        let end = seen(exit: ContainerExit(code: 89), stage: "later", message: "its own words").verdict
        #expect(end == DispatchEnd(status: .failed, reason: .setup, exitCode: 89, message: "its own words"))
    }

    @Test("does not take a status of the agent's own for a stage's")
    func agentUsesSameCode() {
        var seen = seen(exit: ContainerExit(code: 82))
        seen.didStart = true
        seen.hasArtifacts = true
        seen.changes = .uncommitted
        #expect(seen.verdict.reason == .exit)
        #expect(seen.verdict.exitCode == 82)
    }

    @Test("tells memory, a plain exit and a vanished container apart")
    func others() {
        #expect(seen(exit: ContainerExit(code: 137, isOutOfMemory: true)).verdict.reason == .outOfMemory)
        #expect(seen(exit: ContainerExit(code: 0)).verdict.reason == .setup)
        #expect(seen(exit: ContainerExit(code: 127)).verdict.reason == .setup)
        #expect(seen(exit: nil).verdict.reason == .vanished)
    }

    @Test("puts a cancel or a timeout before the stage that it interrupted", arguments: StopCause.allCases)
    func stopped(cause: StopCause) {
        var seen = seen(exit: ContainerExit(code: 82), stage: "clone", message: "interrupted")
        seen.stopCause = cause
        #expect(seen.verdict.status == (cause == .cancel ? .cancelled : .timeout))
        #expect(seen.verdict.reason == (cause == .cancel ? .cancelled : .timeout))
        #expect(seen.verdict.exitCode == nil, "no agent ran that could have exited")
    }
}
