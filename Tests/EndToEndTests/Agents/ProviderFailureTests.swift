internal import ScriptedModel
internal import Testing

extension AgentTests {
    @Suite("A provider that fails", .serialized, .timeLimit(.minutes(3)))
    struct ProviderFailureTests {
        struct Failure: Sendable, CustomTestStringConvertible {
            let status: Int
            let retryAfter: Int?
            let words: String
            let kind: String
            let isRetryable: Bool

            var testDescription: String { "\(status)" }

            static let all = [
                Failure(
                    status: 401,
                    retryAfter: nil,
                    words: "this key was revoked yesterday",
                    kind: "auth",
                    isRetryable: false
                ),
                Failure(
                    status: 403,
                    retryAfter: nil,
                    words: "this key may not use that",
                    kind: "auth",
                    isRetryable: false
                ),
                Failure(status: 429, retryAfter: 1, words: "slow down, please", kind: "rate_limit", isRetryable: true),
                Failure(
                    status: 500,
                    retryAfter: nil,
                    words: "the flux capacitor is empty",
                    kind: "overloaded",
                    isRetryable: true
                ),
            ]
        }

        @Test("ends in failed, with the provider's own words", arguments: BuiltInAgent.allCases, Failure.all)
        func refusal(_ agent: BuiltInAgent, _ failure: Failure) async throws {
            let effect = ScriptFault.Effect.status(
                failure.status,
                retryAfter: failure.retryAfter,
                message: failure.words,
                headers: [:]
            )
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                let script = ModelScript(faults: [ScriptFault(.every, effect)])
                let ending = try await ScriptedModelServer.withServer(script: script) {
                    try await bench.run(agent, upstream: $0.url)
                }
                expect(ending, .provider)
                #expect(ending.duration < .seconds(60))
                #expect(ending.output.contains(failure.words))
                let summary = try bench.artifacts.summary()
                #expect(summary.status == "failed")
                #expect(summary.outcome == "provider_error")
                let message = try #require(summary.message)
                #expect(message.contains(failure.words))
                #expect(message.contains("\(failure.status)"))
                let error = try #require(summary.error)
                #expect(error.class == failure.kind)
                #expect(error.retryable == failure.isRetryable)
                #expect((error.resetAt != nil) == (failure.retryAfter != nil))
                #expect(ending.output.contains("hint (\(failure.kind)): \(error.remedy)"))
                if failure.kind == "auth" { #expect(error.remedy.contains(agent.secret)) }
                #expect(try bench.artifacts.text("diff.patch") == "")
                try bench.artifacts.checkManifest()
            }
        }

        @Test(
            "an answer cut in mid-stream is asked for again, or is the provider's failure",
            arguments: BuiltInAgent.allCases
        )
        func cut(_ agent: BuiltInAgent) async throws {
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                let script = ModelScript(
                    steps: [
                        ScriptStep(writes: [FileWrite(path: "new.txt", content: "new\n")]), ScriptStep(say: "Done."),
                    ],
                    faults: [ScriptFault(.request(1), .cut(afterBytes: 300))]
                )
                let ending = try await ScriptedModelServer.withServer(script: script) {
                    try await bench.run(agent, upstream: $0.url)
                }
                let summary = try bench.artifacts.summary()
                if summary.status == "success" {
                    expect(ending, .success)
                    #expect(summary.filesChanged == 1)
                    #expect(summary.modelRequests >= 2)
                } else {
                    expect(ending, .provider)
                    #expect(summary.outcome == "provider_error")
                }
            }
        }

        @Test("one that cannot be reached is a failure of the network", arguments: BuiltInAgent.allCases)
        func refused(_ agent: BuiltInAgent) async throws {
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                // Nobody listens on the port of "tcpmux".
                let ending = try await bench.run(agent, upstream: "http://127.0.0.1:1")
                expect(ending, .provider)
                let summary = try bench.artifacts.summary()
                #expect(summary.outcome == "provider_error")
                #expect(summary.error?.class == "network")
                #expect(summary.error?.retryable == true)
            }
        }

        @Test("a provider that never answers ends at the deadline, and what there is comes back")
        func hang() async throws {
            try await Workbench.with { bench in
                _ = try await SampleRepository.make(at: bench.repository)
                let script = ModelScript(
                    steps: [ScriptStep(writes: [FileWrite(path: "new.txt", content: "new\n")])],
                    faults: [ScriptFault(.request(2), .hang)]
                )
                let ending = try await ScriptedModelServer.withServer(script: script) {
                    try await bench.run(.claude, upstream: $0.url, options: ["--timeout", "30s"])
                }
                expect(ending, .timeout)
                #expect(ending.duration > .seconds(30))
                #expect(ending.duration < .seconds(50))
                let summary = try bench.artifacts.summary()
                #expect(summary.status == "timeout")
                #expect(summary.outcome == "timeout")
                #expect(summary.flags == [])
                #expect(summary.timeoutSeconds == 30)
                #expect(try bench.artifacts.text("diff.patch").contains("new.txt"))
                try bench.artifacts.checkManifest()
            }
        }
    }
}
