internal import Foundation
internal import ScriptedModel
internal import Testing

/// Every end of every real agent.
///
/// They mostly wait, for retries and deadlines, so several go on at a time: in four lanes, each of which takes one place
/// among the tests that run.
@Suite(
    "Every end of every agent",
    .whereEngineIsExpected,
    .images(of: "claude", "codex", "aider", "gemini", "grok"),
    .timeLimit(.minutes(20))
)
struct OutcomeTests {
    /// An agent in a situation that it is run in.
    struct Row: Sendable, CustomTestStringConvertible {
        let agent: BuiltInAgent
        let situation: Situation

        var testDescription: String { "\(agent.rawValue): \(situation.rawValue)" }

        static let all = Situation.allCases.flatMap { situation in
            BuiltInAgent.allCases.filter { situation.exemption(of: $0) == nil }
                .map { Row(agent: $0, situation: situation) }
        }

        /// Whether it waits for its deadline.
        var isEndless: Bool { situation.expected(of: agent).status == .timeout }

        /// Every third of those that come to an end by themselves.
        static func third(_ index: Int) -> [Row] {
            all.filter { !$0.isEndless }.enumerated().filter { $0.offset % 3 == index }.map(\.element)
        }
    }

    @Test("has its status, class, remedy and time of reset", .serialized, arguments: Row.third(0))
    func first(_ row: Row) async throws { try await Self.check(row) }

    @Test("has them in the second lane, too", .serialized, arguments: Row.third(1))
    func second(_ row: Row) async throws { try await Self.check(row) }

    @Test("has them in the third lane, too", .serialized, arguments: Row.third(2))
    func third(_ row: Row) async throws { try await Self.check(row) }

    @Test("has them at its deadline, too", .serialized, arguments: Row.all.filter(\.isEndless))
    func endless(_ row: Row) async throws { try await Self.check(row) }

    private static func check(_ row: Row) async throws {
        try await Workbench.with { bench in
            _ = try await SampleRepository.make(at: bench.repository)
            let ending = try await run(row, bench)
            let expected = row.situation.expected(of: row.agent)
            expect(ending, expected.status)
            if expected.status == .timeout { #expect(ending.duration > .seconds(45)) }
            if row.situation == .noKey { return Self.checkRefusal(ending, row, bench) }
            try Self.checkSummary(ending, row, bench)
        }
    }

    private static func run(_ row: Row, _ bench: Workbench) async throws -> Ending {
        let agent = row.agent
        switch row.situation {
        case .noKey: return try await bench.outpost(bench.arguments(agent), environment: BuiltInAgent.harnesses)
        case .unreachable:
            // Nobody listens on the port of "tcpmux".
            return try await bench.run(agent, upstream: "http://127.0.0.1:1")
        default:
            let script = try #require(row.situation.script(for: agent))
            let key = row.situation == .noKeyForUpstream ? Workbench.providerKey : nil
            return try await ScriptedModelServer.withServer(script: script, apiKey: key) { model in
                switch row.situation {
                case .noKeyForUpstream:
                    return try await bench.outpost(
                        bench.arguments(agent) + ["--model-upstream", model.url],
                        environment: BuiltInAgent.harnesses
                    )
                case .toolsDenied:
                    try bench.denyTools()
                    return try await bench.run(agent, upstream: model.url)
                default:
                    return try await bench.run(
                        agent,
                        upstream: model.url,
                        options: row.isEndless ? ["--timeout", "45s"] : []
                    )
                }
            }
        }
    }

    private static func checkRefusal(_ ending: Ending, _ row: Row, _ bench: Workbench) {
        #expect(ending.errors.contains(row.agent.secret), "\(ending.testDescription)")
        #expect(ending.errors.contains("export \(row.agent.secret)="))
        #expect(!bench.artifacts.has("summary.json"))
    }

    private static func checkSummary(_ ending: Ending, _ row: Row, _ bench: Workbench) throws {
        let expected = row.situation.expected(of: row.agent)
        let summary = try bench.artifacts.summary()
        #expect(summary.status == expected.words.status)
        #expect(summary.outcome == expected.words.outcome)
        #expect(summary.error?.class == expected.kind)
        #expect(summary.error?.retryable ?? false == expected.isRetryable)
        #expect((summary.error?.resetAt != nil) == expected.hasReset)
        if let error = summary.error {
            #expect(error.remedy.contains(expected.remedy))
            #expect(ending.output.contains("hint (\(error.class)): \(error.remedy)"))
        }
        if let answer = row.situation.answer(to: row.agent) {
            let message = try #require(summary.message)
            #expect(message.contains(answer.words))
            #expect(message.contains("\(answer.status)"))
            #expect(ending.output.contains(answer.words))
        }
        #expect(summary.flags == [])
        let patch = try bench.artifacts.text("diff.patch")
        let hasWorked = row.situation == .cutOnce || row.situation == .hanging && !row.agent.isSinglePass
        #expect(patch.contains("new.txt") == hasWorked)
        #expect(patch.isEmpty == !hasWorked)
        try bench.artifacts.checkManifest()
    }
}

extension Workbench {
    /// Settings of a repository that deny claude everything it could work with, each at its use.
    fileprivate func denyTools() throws {
        try FileManager.default.createDirectory(atPath: repository + "/.claude", withIntermediateDirectories: true)
        let settings = #"{"permissions":{"deny":["Write(**)","Edit(**)","Bash(*:*)","Read(**)"]}}"#
        try Data(settings.utf8).write(to: URL(fileURLWithPath: repository + "/.claude/settings.json"))
    }
}
