internal import Foundation
internal import Testing

/// An agent that runs a program of the tests, and whose image has a program that a user could gain rights with.
enum ProbeAgent {
    /// The program gets the number of a process outside as its argument.
    static func agent(_ program: String, hostProcess: Int) -> CustomAgent {
        var agent = CustomAgent(
            run: """
                #!/bin/bash
                set -uo pipefail
                cat >/tmp/probe.py <<'PROGRAM'
                \(program)
                PROGRAM
                python3 /tmp/probe.py \(hostProcess) >"$OUTPOST_ARTIFACTS/facts" || exit
                grep -q ^model= "$OUTPOST_ARTIFACTS/facts" || curl -s -o /dev/null --max-time 60 \\
                    -H "x-api-key: $OUTPOST_MODEL_TOKEN" -d '{"model":"probe-1","messages":[]}' \\
                    "$OUTPOST_MODEL_URL/v1/messages"

                """,
            tier: "fast"
        )
        agent.dockerfile += """
            RUN install -D -m 4755 /usr/bin/id /opt/outpost-test/identity

            """
        return agent
    }

    /// The highest number in use; containers begin to count at 1, so that it is none of theirs.
    static func someHostProcess() throws -> Int {
        let numbers = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int($0) }
        return try #require(numbers.max())
    }
}
