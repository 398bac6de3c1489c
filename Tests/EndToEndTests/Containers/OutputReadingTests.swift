internal import Foundation
internal import Testing

// Some of them mostly wait for a reader that hangs; one after the other, because others of them keep a processor busy.
@Suite(
    "What an agent says of its end",
    .serialized,
    .whereEngineIsExpected,
    .images(of: "claude"),
    .timeLimit(.minutes(20))
)
struct OutputReadingTests {
    /// An agent whose reader tells the size and the last line of what it was given.
    private static func agent(_ run: String, reader: String = reader) -> CustomAgent {
        var agent = CustomAgent(run: "#!/bin/bash\n" + run + "\n")
        agent.dockerfile = """
            ARG BASE=outpost/base
            FROM ${BASE}
            COPY run /opt/outpost/run
            RUN chmod 0755 /opt/outpost/run && printf '%s' '\(reader)' >/opt/outpost/outcome.jq

            """
        return agent
    }

    private static let reader = #"""
        [inputs] | {terminal: (if (.[-1] // "") == "fine" then "success" else "failure" end), \
        error: {class: "budget", message: "read \(map(utf8bytelength) | add) bytes", status: $exit}}
        """#

    @Test(
        "is read from the end of any output, and decides when the exit status is 0",
        arguments: [
            ("echo x; echo fine", true), ("echo fine; echo broke", false), ("echo fine >&2", false), ("", false),
            ("yes $(printf %01000d 7) | head -c 100000000; echo; echo fine", true),
            ("head -c 10000000 /dev/zero | tr '\\0' x; echo; echo fine", true),
            ("head -c 3000000 /dev/urandom; echo; echo fine", true),
            // What is left running holds the output open.
            ("echo fine; setsid sleep 600 & disown; exit 0", true),
        ]
    )
    func reads(script: String, isSuccess: Bool) async throws {
        try await Workbench.with { bench in
            let ending = try await bench.run(Self.agent(script), options: ["--no-repo"])
            expect(ending, isSuccess ? .success : .agentFailed)
            let summary = try bench.artifacts.summary()
            #expect(summary.outcome == (isSuccess ? "no_changes" : "agent_error"))
            #expect(summary.error?.class == (isSuccess ? nil : "budget"))
            // Long before what is left running would end; how fast 100 MB pass is no matter of this test.
            #expect(ending.duration < .seconds(500))
        }
    }

    @Test(
        "is as good as unsaid when its reader fails, hangs, takes too much or says too much",
        arguments: ["{", "error(1)", "1", "[range(1e9)]", "{message: (\"x\" * 100000)}", "def f: f; f"]
    )
    func broken(reader: String) async throws {
        try await Workbench.with { bench in
            let ending = try await bench.run(Self.agent("echo hello", reader: reader), options: ["--no-repo"])
            expect(ending, .success)
            #expect(try bench.artifacts.text("output.log").contains("hello"))
            #expect(ending.duration < .seconds(300))
        }
    }

    @Test("does not change a byte of the output, nor the exit status")
    func exact() async throws {
        try await Workbench.with { bench in
            let ending = try await bench.run(
                Self.agent("for i in {1..20000}; do echo \"line $i\"; done; exit 7"),
                options: ["--no-repo"]
            )
            expect(ending, .agentFailed)
            let summary = try bench.artifacts.summary()
            #expect(summary.exitCode == 7)
            #expect(summary.outcome == "exit")
            let log = try bench.artifacts.text("output.log").split(separator: "\n")
            #expect(log.filter { !$0.hasPrefix("outpost: ") } == (1...20_000).map { "line \($0)" })
        }
    }
}
