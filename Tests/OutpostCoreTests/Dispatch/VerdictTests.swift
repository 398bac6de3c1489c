internal import OutpostCore
internal import Testing

/// One situation and what it means.
struct VerdictCase: Sendable, CustomTestStringConvertible {
    let name: String
    let status: DispatchStatus
    let reason: DispatchReason
    let exitCode: Int?
    let flags: [DispatchFlag]
    let seen: Observations

    /// Starts from a run that went well and changes what differs.
    init(
        _ name: String,
        _ status: DispatchStatus,
        _ reason: DispatchReason,
        exit: Int? = 0,
        flags: [DispatchFlag] = [],
        _ change: (inout Observations) -> Void = { _ in }
    ) {
        var seen = Observations()
        seen.didStart = true
        seen.exit = ContainerExit(code: 0)
        seen.report = FinishedReport(failedStage: nil, exitCode: 0, message: "")
        seen.hasArtifacts = true
        seen.changes = .uncommitted
        seen.modelRequests = 3
        seen.hasModel = true
        change(&seen)
        self.name = name
        self.status = status
        self.reason = reason
        self.exitCode = exit
        self.flags = flags
        self.seen = seen
    }

    var testDescription: String { name }
}

extension Observations {
    /// The agent, and the container with it, ended with this status.
    mutating func exits(_ code: Int) {
        exit = ContainerExit(code: code)
        report = FinishedReport(failedStage: nil, exitCode: code, message: "")
    }

    /// The container died without a word.
    mutating func dies(_ code: Int, outOfMemory: Bool = false) {
        exit = ContainerExit(code: code, isOutOfMemory: outOfMemory)
        report = nil
        hasArtifacts = false
        changes = nil
    }
}

private func answer(
    _ status: Int?,
    _ failure: String?,
    path: String = "/v1/messages",
    abandoned: Bool = false
)
    -> ModelExchange
{
    ModelExchange(path: path, status: status, failure: failure, abandoned: abandoned)
}

@Suite("The verdict on a run")
struct VerdictTests {
    private static let ends: [VerdictCase] = [
        VerdictCase("it changed files", .success, .changed),
        VerdictCase("it committed", .success, .changed) { $0.changes = .committed },
        VerdictCase("it asked its model and changed nothing", .success, .noChanges) { $0.changes = Changes.none },
        VerdictCase("an agent without a model changed nothing", .success, .noChanges) {
            $0.changes = Changes.none
            $0.hasModel = false
            $0.modelRequests = 0
        },
        VerdictCase("it asked nobody and changed nothing", .failed, .ranNothing) {
            $0.changes = Changes.none
            $0.modelRequests = 0
        },
        VerdictCase("it asked nobody and yet changed something", .success, .changed) { $0.modelRequests = 0 },
        VerdictCase("its status is not zero", .failed, .exit, exit: 3) { $0.exits(3) },
        VerdictCase(
            "the report has the agent's status, the container another",
            .failed,
            .exit,
            exit: 2,
            flags: [.artifactsPartial]
        ) {
            $0.exit = ContainerExit(code: 86)
            $0.report = FinishedReport(failedStage: nil, exitCode: 2, message: "")
        },
        VerdictCase(
            "the agent ended well and the runtime could not hand in everything",
            .failed,
            .artifacts,
            flags: [.artifactsPartial]
        ) { $0.exit = ContainerExit(code: 86) },
        VerdictCase(
            "memory ran out while the runtime collected, after the agent had ended well",
            .failed,
            .artifacts,
            flags: [.artifactsPartial]
        ) { $0.exit = ContainerExit(code: 86, isOutOfMemory: true) },
        VerdictCase(
            "nothing was handed in, and the runtime's last word is lost with the agent's own status",
            .failed,
            .artifacts,
            exit: nil,
            flags: [.artifactsPartial]
        ) { $0.dies(86) },
        VerdictCase("the agent's own status is the runtime's number", .failed, .exit, exit: 86) { $0.exits(86) },
        VerdictCase("the provider refused and the agent exits 0", .failed, .provider) {
            $0.record(answer(401, "invalid x-api-key"))
        },
        VerdictCase("the provider refused and the agent exits 1", .failed, .provider, exit: 1) {
            $0.exits(1)
            $0.record(answer(529, "overloaded"))
        },
        VerdictCase("the provider could not be reached", .failed, .provider, exit: 1) {
            $0.exits(1)
            $0.record(answer(nil, "connection refused"))
        },
        VerdictCase("memory ran out", .failed, .outOfMemory, exit: 137, flags: [.artifactsPartial]) {
            $0.dies(137, outOfMemory: true)
        },
        VerdictCase("a child ran out of memory and the agent went on", .success, .changed, flags: [.childOutOfMemory]) {
            $0.exit = ContainerExit(code: 0, isOutOfMemory: true)
        },
        VerdictCase("it was killed by somebody", .failed, .killed, exit: 137, flags: [.artifactsPartial]) {
            $0.dies(137)
        },
        VerdictCase("the engine died with it", .failed, .killed, exit: 255, flags: [.artifactsPartial]) {
            $0.dies(255)
        },
        VerdictCase("its own status is 255", .failed, .exit, exit: 255) { $0.exits(255) },
        VerdictCase("its time ran out", .timeout, .timeout, exit: 143) {
            $0.stopCause = .timeout
            $0.exits(143)
        },
        VerdictCase("it was cancelled", .cancelled, .cancelled, exit: 143) {
            $0.stopCause = .cancel
            $0.exits(143)
        },
        VerdictCase("it was cancelled and killed", .cancelled, .cancelled, exit: 137, flags: [.artifactsPartial]) {
            $0.stopCause = .cancel
            $0.dies(137)
        },
        VerdictCase(
            "it was cancelled and the container is gone",
            .cancelled,
            .cancelled,
            exit: nil,
            flags: [.artifactsPartial]
        ) {
            $0.stopCause = .cancel
            $0.dies(0)
            $0.exit = nil
        },
        VerdictCase("its artifacts did not come", .failed, .artifacts, flags: [.artifactsPartial]) {
            $0.hasArtifacts = false
        },
        VerdictCase("it failed and its artifacts did not come", .failed, .exit, exit: 1, flags: [.artifactsPartial]) {
            $0.exits(1)
            $0.hasArtifacts = false
        },
        VerdictCase("lines of the log are missing", .success, .changed, flags: [.logTruncated]) {
            $0.isLogTruncated = true
        },
        VerdictCase(
            "the container vanished while the agent ran",
            .failed,
            .vanished,
            exit: nil,
            flags: [.artifactsPartial]
        ) {
            $0.dies(0)
            $0.exit = nil
        },
    ]

    @Test("is one status, one reason, one exit code and its flags", arguments: ends)
    func end(_ example: VerdictCase) {
        let end = example.seen.verdict
        #expect(end.status == example.status)
        #expect(end.reason == example.reason)
        #expect(end.exitCode == example.exitCode)
        #expect(end.flags == example.flags)
        #expect((end.message == nil) == (end.status == .success))
    }

    @Test("quotes the provider's words, status and retry time")
    func providerSentence() {
        var seen = VerdictCase("", .failed, .provider).seen
        seen.record(ModelExchange(path: "/v1/messages", status: 429, failure: "slow down", retryAfter: "30"))
        #expect(seen.verdict.message == "the provider answered 429: slow down (retry after 30)")
        seen.record(answer(nil, "connection refused"))
        #expect(seen.verdict.message == "the model could not be reached: connection refused")
    }

    @Test("says why the artifacts were not taken, where that is known")
    func artifactProblem() {
        let seen = VerdictCase("", .failed, .artifacts) {
            $0.hasArtifacts = false
            $0.artifactProblem = "they are larger than 5 bytes"
        }.seen
        #expect(seen.verdict.message == "they are larger than 5 bytes")
    }

    @Test("forgets a failure that a retry made good")
    func retry() {
        var seen = VerdictCase("", .success, .changed).seen
        seen.record(answer(500, "oops"))
        #expect(seen.verdict.reason == .provider)
        seen.record(answer(200, nil))
        #expect(seen.verdict.status == .success)
        #expect(seen.modelRequests == 5)
    }

    @Test(
        "counts requests for an answer only, in every dialect",
        arguments: [
            ("/v1/messages", true), ("/messages", true), ("/v1/responses", true), ("/v1/chat/completions", true),
            ("/chat/completions", true), ("/v1beta/models/g:generateContent", true),
            ("/v1beta/models/g:streamGenerateContent", true), ("/v1/messages/count_tokens", false),
            ("/v1/models", false),
            ("/v1/responses/abc/cancel", false), ("/v1beta/models/g:countTokens", false), ("/", false),
        ]
    )
    func sideRequests(path: String, counts: Bool) {
        var seen = Observations()
        seen.record(answer(500, "oops", path: path))
        #expect(seen.modelRequests == (counts ? 1 : 0))
        #expect((seen.lastModelFailure != nil) == counts)
    }

    @Test("believes nothing of an exchange that the agent abandoned but that it asked, once an answer began")
    func abandoned() {
        var seen = Observations()
        seen.record(answer(500, "first"))
        seen.record(answer(200, nil, abandoned: true))
        seen.record(answer(nil, "cut", abandoned: true))
        #expect(seen.modelRequests == 2)
        #expect(seen.lastModelFailure?.failure == "first")
    }
}
