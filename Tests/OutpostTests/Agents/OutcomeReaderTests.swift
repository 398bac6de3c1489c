internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("Readers of agents' output", .timeLimit(.minutes(10)))
struct OutcomeReaderTests {
    @Test("see what the program says of its end", arguments: OutcomeSample.all)
    func sample(_ sample: OutcomeSample) async throws {
        let outcome = try await sample.reader.read(sample.output, exit: sample.exit)
        #expect(outcome.terminal == sample.terminal)
        #expect(outcome.error?.class == sample.kind)
        #expect(outcome.error?.status == sample.status)
        if sample.kind != nil { #expect(outcome.error?.message?.isEmpty == false) }
    }

    @Test("count tokens, cost, tools and edits")
    func counts() async throws {
        let claude = try await OutcomeReader.claude.read(OutcomeSample.claudeWork)
        #expect(claude.usage == TokenUsage(inputTokens: 1_150, outputTokens: 70, cachedInputTokens: 1_000))
        #expect(claude.costUSD == 0.0123)
        #expect(claude.turns == 3)
        #expect(claude.toolsUsed == 2)
        #expect(claude.edits == 1)
        #expect(claude.message == "Done.")
        let codex = try await OutcomeReader.codex.read(OutcomeSample.codexWork)
        #expect(codex.usage == TokenUsage(inputTokens: 900, outputTokens: 40, cachedInputTokens: 300))
        #expect(codex.costUSD == nil)
        #expect(codex.toolsUsed == 2)
        #expect(codex.edits == 1)
        #expect(codex.message == "All done.")
        let aider = try await OutcomeReader.aider.read(OutcomeSample.aiderWork)
        #expect(aider.usage == TokenUsage(inputTokens: 3_600, outputTokens: 107, cachedInputTokens: 1_100))
        #expect(aider.costUSD == 0.02)
        #expect(aider.edits == 1)
        let gemini = try await OutcomeReader.gemini.read(OutcomeSample.geminiWork)
        #expect(gemini.usage == TokenUsage(inputTokens: 500, outputTokens: 30, cachedInputTokens: 200))
        #expect(gemini.edits == 1)
        #expect(gemini.message == "Done now.")
        let grok = try await OutcomeReader.grok.read(OutcomeSample.grokWork)
        #expect(grok.usage == TokenUsage(inputTokens: 10, outputTokens: 5, cachedInputTokens: 2))
        #expect(grok.costUSD == 0.5)
    }

    @Test("have the time when the provider's limit ends")
    func reset() async throws {
        let outcome = try await OutcomeReader.claude.read(
            #"""
            {"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1700000060}}
            {"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"API Error: 429"}
            """#
        )
        #expect(outcome.error?.resetAt == "2023-11-14T22:14:20Z")
    }

    @Test("take a program that stands in for another for what it is", arguments: [OutcomeReader.gemini, .grok])
    func standIns(_ reader: OutcomeReader) async throws {
        #expect(try await reader.read(OutcomeSample.aiderWork) == OutcomeReader.aider.read(OutcomeSample.aiderWork))
        guard reader == .grok else { return }
        #expect(try await reader.read(OutcomeSample.codexWork) == OutcomeReader.codex.read(OutcomeSample.codexWork))
    }

    @Test("make an outcome of whatever bytes come", arguments: OutcomeReader.allCases)
    func fuzz(_ reader: OutcomeReader) async throws {
        var generator = SeededGenerator(seed: 11)
        let seeds = [
            OutcomeSample.claudeWork, OutcomeSample.codexWork, OutcomeSample.aiderWork, OutcomeSample.geminiWork,
        ]
        for round in 0..<24 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            switch round % 3 {
            case 0: bytes = (0..<5_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            case 1: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
            default:
                for _ in 0..<20 {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
                }
            }
            _ = try await reader.read(bytes, exit: Int.random(in: 0...255, using: &generator))
        }
    }

    private static let strange = [
        "", "\n\n", "null\n1\n[]\n\"x\"\n", #"{"type":null}"#, #"{"type":1}"#,
        #"{"type":"result","usage":[],"result":{}}"#,
        #"{"type":"assistant","message":"text"}"#, #"{"type":"assistant","message":{"content":"text"}}"#,
        #"{"type":"item.completed","item":7}"#, #"{"type":"turn.failed","error":"text"}"#, #"{"type":"turn.failed"}"#,
        #"{"type":"result","status":"error","error":"text","stats":"none"}"#, #"{"type":"end","stopReason":{}}"#,
        #"{"type":"error","message":{"a":1}}"#, #"{"type":"result","is_error":true,"result":null}"#,
        #"{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1e99}}"#,
        #"{"type":"result","permission_denials":{},"total_cost_usd":"1","num_turns":-1}"#,
        "Tokens: . sent, .. received.", "Tokens: 1e9M sent, k received. Cost: $ message, $... session.",
        String(repeating: "[", count: 100_000),
        #"{"type":"result","result":""# + String(repeating: "x", count: 3_000_000) + #""}"#,
    ]

    @Test("make an outcome of events that are not what they should be", arguments: OutcomeReader.allCases)
    func strange(_ reader: OutcomeReader) async throws {
        for text in Self.strange { _ = try await reader.read(text) }
    }
}
