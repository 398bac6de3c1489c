internal import Foundation
internal import OutpostCore
internal import Testing

/// What the provider did and what the agent said, and the error that they are together.
struct ErrorCase: Sendable, CustomTestStringConvertible {
    let name: String
    let reason: DispatchReason
    let kind: DispatchError.Class?
    let isRetryable: Bool
    let seen: Observations

    init(
        _ name: String,
        _ reason: DispatchReason,
        _ kind: DispatchError.Class?,
        retry isRetryable: Bool = false,
        _ change: (inout Observations) -> Void
    ) {
        self.name = name
        self.reason = reason
        self.kind = kind
        self.isRetryable = isRetryable
        seen = VerdictCase("", .failed, reason, change).seen
    }

    var testDescription: String { name }

    /// The last answer of the provider, while the agent exits with 0 and says nothing.
    static func provider(
        _ status: Int?,
        _ words: String,
        _ kind: DispatchError.Class,
        retry: Bool = false,
        code: String? = nil,
        after retryAfter: String? = nil
    ) -> ErrorCase {
        ErrorCase("\(status.map(String.init) ?? "none"): \(words)", .provider, kind, retry: retry) {
            $0.record(
                ModelExchange(
                    path: "/v1/messages",
                    status: status,
                    failure: words,
                    code: code,
                    retryAfter: retryAfter
                )
            )
        }
    }
}

@Suite("The error that ends a dispatch")
struct OutcomeVerdictTests {
    private static let providers: [ErrorCase] = [
        .provider(401, "invalid x-api-key", .auth), .provider(403, "forbidden", .auth),
        .provider(402, "payment required", .budget), .provider(400, "Your credit balance is too low", .budget),
        .provider(429, "You exceeded your quota: insufficient_quota", .budget),
        .provider(429, "slow down", .rateLimit, retry: true), .provider(404, "no such model", .invalidRequest),
        .provider(400, "prompt is too long", .invalidRequest), .provider(408, "timeout", .network, retry: true),
        .provider(500, "oops", .overloaded, retry: true), .provider(503, "busy", .overloaded, retry: true),
        .provider(529, "overloaded", .overloaded, retry: true),
        .provider(nil, "connection refused", .network, retry: true),
        .provider(200, "Overloaded", .overloaded, retry: true), .provider(200, "rate limit", .rateLimit, retry: true),
        .provider(200, "the transfer was cut", .network, retry: true),
    ]

    /// Where status and words do not agree, or a provider says it in its own way.
    private static let peculiar: [ErrorCase] = [
        .provider(400, "API key not valid. Please pass a valid API key.", .auth),
        .provider(400, "Incorrect API key provided: xa***.", .auth),
        .provider(400, "Bad request", .auth, code: "API_KEY_INVALID"),
        .provider(403, "Your newly created team doesn't have any credits yet.", .budget),
        .provider(403, "Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO", .refused),
        .provider(400, "Invalid prompt: flagged as potentially violating our usage policy.", .refused),
        .provider(429, "You exceeded your current quota, please check your plan and billing details.", .budget),
        .provider(
            429,
            "You exceeded your current quota, please check your plan and billing details.",
            .rateLimit,
            retry: true,
            after: "33.6"
        ), .provider(429, "no more", .budget, code: "insufficient_quota", after: "5"),
        .provider(402, "Insufficient Balance", .budget),
        .provider(200, "the model refused to answer", .refused, code: "refusal"),
        .provider(200, "The input is too long", .invalidRequest, code: "context_length_exceeded"),
        .provider(200, "too much", .rateLimit, retry: true, code: "rate_limit_exceeded"),
        .provider(200, "try later", .overloaded, retry: true, code: "server_is_overloaded"),
        .provider(200, "no", .budget, code: "insufficient_quota"),
        .provider(200, "server overloaded", .network, retry: true, code: "malformed_answer"),
    ]

    private static let agents: [ErrorCase] = [
        ErrorCase("a success that is one", .changed, nil) { $0.outcome = AgentOutcome(terminal: .success) },
        ErrorCase("a success that changed nothing", .noChanges, nil) {
            $0.changes = Changes.none
            $0.outcome = AgentOutcome(terminal: .success)
        },
        ErrorCase("a failure with exit status 0", .agentError, .budget) {
            $0.outcome = AgentOutcome(terminal: .failure, error: .init(.budget, message: "$1 is used up"))
        },
        ErrorCase("no word of an end", .agentError, .other) { $0.outcome = AgentOutcome(terminal: nil) },
        ErrorCase("exit status 1 and the turns used up", .exit, .turnLimit) {
            $0.exits(1)
            $0.outcome = AgentOutcome(terminal: .failure, error: .init(.turnLimit, message: "80 turns"))
        },
        ErrorCase("exit status 1 and nobody reads the output", .exit, .other) { $0.exits(1) },
        ErrorCase("exit status 1 and a success by its words", .exit, .other) {
            $0.exits(1)
            $0.outcome = AgentOutcome(terminal: .success)
        },
        ErrorCase("every tool denied", .agentError, .toolsDenied) {
            $0.changes = Changes.none
            $0.outcome = denied(3, of: 3)
        },
        ErrorCase("one of three tools denied", .noChanges, nil) {
            $0.changes = Changes.none
            $0.outcome = denied(1, of: 3)
        },
        ErrorCase("not logged in", .ranNothing, .auth) {
            $0.changes = Changes.none
            $0.modelRequests = 0
            $0.outcome = AgentOutcome(terminal: .failure, error: .init(.auth, message: "Not logged in"))
        },
        ErrorCase("nothing asked and nothing said", .ranNothing, .agentRanNothing) {
            $0.changes = Changes.none
            $0.modelRequests = 0
        },
        ErrorCase("a success by its words, after the provider refused", .provider, .auth) {
            $0.record(ModelExchange(path: "/v1/messages", status: 401, failure: "no"))
            $0.outcome = AgentOutcome(terminal: .success)
        },
        ErrorCase("another reason than the provider's", .provider, .overloaded, retry: true) {
            $0.exits(1)
            $0.record(ModelExchange(path: "/v1/messages", status: 500, failure: "no"))
            $0.outcome = AgentOutcome(terminal: .failure, error: .init(.auth, message: "set your key"))
        },
        ErrorCase("out of memory", .outOfMemory, .outOfMemory) { $0.dies(137, outOfMemory: true) },
    ]

    private static func denied(_ count: Int, of all: Int) -> AgentOutcome {
        var outcome = AgentOutcome(terminal: .success)
        outcome.toolsDenied = count
        outcome.toolsUsed = all
        return outcome
    }

    @Test("has a class, and says whether to try again", arguments: providers + peculiar + agents)
    func error(_ example: ErrorCase) {
        let end = example.seen.verdict
        #expect(end.reason == example.reason)
        #expect(end.error?.class == example.kind)
        #expect(end.error?.isRetryable ?? false == example.isRetryable)
        #expect(end.error?.remedy.isEmpty != true)
        #expect((end.error == nil) == (end.status == .success))
    }

    @Test("names the key that was refused")
    func credential() {
        var seen = ErrorCase.provider(401, "no", .auth).seen
        seen.credentialName = "SOME_API_KEY"
        let remedy = seen.verdict.error?.remedy
        #expect(remedy == "set the key: SOME_API_KEY is missing, wrong, or not allowed to use this model")
    }

    @Test(
        "has the time when a limit ends, from seconds or a date; the agent's word serves where the provider's is absent",
        arguments: [
            ("30", nil, 30), ("0", nil, 0), ("2.5", nil, 2.5), ("Tue, 14 Nov 2023 22:14:20 GMT", nil, 60),
            (nil, "2023-11-14T22:15:20Z", 120), ("30", "2023-11-14T22:15:20Z", 30), (nil, nil, nil),
            ("soon", nil, nil), ("-1", nil, nil), ("1e99", nil, nil), ("nan", nil, nil), ("", nil, nil),
        ] as [(String?, String?, Double?)]
    )
    func reset(retryAfter: String?, told: String?, seconds: Double?) {
        var seen = VerdictCase("", .failed, .provider).seen
        let exchange = ModelExchange(path: "/v1/messages", status: 429, failure: "no", retryAfter: retryAfter)
        seen.record(exchange, at: Samples.epoch)
        seen.outcome = AgentOutcome(terminal: .failure, error: .init(.rateLimit, resetAt: told))
        #expect(seen.verdict.error?.resetAt == seconds.map { Samples.epoch + $0 })
    }

    @Test("is read back as it was written, and an end from before there were errors has none")
    func storage() throws {
        let error = DispatchError(.rateLimit, resetAt: Samples.epoch)
        let end = DispatchEnd(status: .failed, reason: .provider, message: "m", error: error)
        let text = try JSONEncoder().encode(end)
        #expect(try JSONDecoder().decode(DispatchEnd.self, from: text) == end)
        let old = Data(#"{"status":"failed","reason":"exit","exitCode":1,"flags":[]}"#.utf8)
        #expect(try JSONDecoder().decode(DispatchEnd.self, from: old).error == nil)
        let later = Data(#"{"class":"of a later version","isRetryable":false,"remedy":"r"}"#.utf8)
        #expect(try JSONDecoder().decode(DispatchError.self, from: later).class == .other)
    }

    @Test(
        "is not made of an outcome that is none",
        arguments: [
            "", "{", "[]", "null", "\u{0}", #"{"terminal":"maybe"}"#, #"{"terminal":1}"#,
            #"{"error":{"message":"no class"}}"#, #"{"message":""# + String(repeating: "x", count: 20_000) + #""}"#,
            String(repeating: "[", count: 16_000),
        ]
    )
    func strange(text: String) {
        #expect(AgentOutcome(reported: text) == nil)
    }

    @Test(
        "is what was seen, though the agent says that it went well",
        arguments: [
            VerdictCase("it exited with 7", .failed, .exit) { $0.exits(7) },
            VerdictCase("its memory ran out", .failed, .outOfMemory) { $0.dies(137, outOfMemory: true) },
            VerdictCase("it was killed", .failed, .killed) { $0.dies(137) },
            VerdictCase("its provider refused", .failed, .provider) {
                $0.record(ModelExchange(path: "/v1/messages", status: 500, failure: "oops"))
            },
            VerdictCase("it asked nobody and changed nothing", .failed, .ranNothing) {
                $0.modelRequests = 0
                $0.changes = Changes.none
            },
            VerdictCase("its results did not come", .failed, .artifacts) { $0.hasArtifacts = false },
            VerdictCase("its time was over", .timeout, .timeout) { $0.stopCause = .timeout },
        ]
    )
    func forged(example: VerdictCase) {
        var seen = example.seen
        seen.outcome = AgentOutcome(terminal: .success)
        #expect(seen.verdict.status == example.status)
        #expect(seen.verdict.reason == example.reason)
    }

    @Test("is read with what cannot be left out")
    func bounds() throws {
        let text = #"""
            {"terminal":"failure","error":{"class":"new","message":"\#(String(repeating: "x", count: 5000))",
            "resetAt":"soon"},"usage":{"inputTokens":-1,"outputTokens":2},"costUSD":-3}
            """#
        let outcome = try #require(AgentOutcome(reported: text))
        #expect(outcome.error?.class == .other)
        #expect(outcome.error?.message?.count == 2000)
        #expect(outcome.error?.resetAt == nil)
        #expect(outcome.usage == nil)
        #expect(outcome.costUSD == nil)
    }
}
