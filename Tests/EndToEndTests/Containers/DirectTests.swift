internal import Foundation
internal import TestSupport
internal import Testing

extension ContainerTests {
    @Suite("Direct credentials in a container", .serialized, .timeLimit(.minutes(15)))
    struct DirectTests {
        private let token = "token-\(UUID().uuidString)"
        private let refresh = "refresh-\(UUID().uuidString)"
        private var file: String { #"{"tokens":{"refresh":"\#(refresh)"}}"# + "\n" }

        /// An agent that looks where its login is, asks for its provider, and gives the login away.
        private static let agent = CustomAgent(
            run: #"""
                #!/bin/bash
                set -uo pipefail
                fact() { printf '%s=%s\n' "$1" "$2" >>"$OUTPOST_ARTIFACTS/facts"; }
                fact credentials "$OUTPOST_CREDENTIALS"
                fact model "$OUTPOST_MODEL"
                fact token "${OUTPOST_MODEL_TOKEN:-none}"
                fact url "${OUTPOST_MODEL_URL:-none}"
                fact 'login digest' "$(printf %s "$RENAMED" | sha256sum | cut -d ' ' -f 1)"
                fact 'file digest' "$(sha256sum <"$HOME/.tool/auth.json" | cut -d ' ' -f 1)"
                fact 'file mode' "$(stat -c %a "$HOME/.tool/auth.json")"
                fact 'folder mode' "$(stat -c %a "$HOME/.tool")"
                fact 'file system' "$(stat -f -c %T "$HOME/.tool/auth.json")"
                fact 'left in the job' "$(ls /run/job | grep -cE '^(home|secrets|env|job.tar)$')"
                fact 'environments' "$(grep -lF "$RENAMED" /proc/1/environ "/proc/$PPID/environ" 2>/dev/null | wc -l)"
                unset NO_PROXY no_proxy
                fact provider "$(curl -sS -m 120 -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $RENAMED" \
                    "$OUTPOST_MODEL_URL/v1/me" 2>/dev/null)"
                fact other "$(curl -sS -m 120 -o /dev/null -w '%{http_code}' http://127.0.0.3:1/ 2>/dev/null)"
                fact 'model route' "$(curl -sS -m 120 --noproxy '*' -o /dev/null -w '%{http_code}' \
                    -H "Authorization: Bearer $OUTPOST_DOOR_TOKEN" http://127.0.0.1:3128/model/v1/messages 2>/dev/null)"
                echo "given away: $RENAMED"
                cat "$HOME/.tool/auth.json"
                echo changed >changed.txt

                """#,
            tier: "fast",
            direct: """
                { secrets: [{ name: LOGIN, env: RENAMED }, { name: FILE, file: .tool/auth.json }], hosts: ["a.invalid:443"] }
                """
        )

        @Test("are where the agent looks for them, in memory, redacted and told of, and reach their provider alone")
        func delivery() async throws {
            try await RawServer.withServer(.tcp, answer: { _ in .json("{}") }) { provider in
                try await Workbench.with { bench in
                    let target = provider.url.replacing("http://", with: "")
                    let ending = try await bench.run(
                        Self.agent,
                        options: [
                            "--no-repo", "--direct", "--secret-env", "LOGIN", "--secret-env", "FILE",
                            "--model-upstream", provider.url, "--allow-private", target,
                        ],
                        environment: ["LOGIN": token, "FILE": file]
                    )
                    expect(ending, .success)
                    check(Facts(try bench.artifacts.text("files/facts")), provider.url)
                    let asked = try #require(provider.requests.first)
                    #expect(asked["authorization"] == "Bearer \(token)")
                    try check(ending, bench.artifacts)
                }
            }
        }

        private func check(_ facts: Facts, _ url: String) {
            #expect(facts["credentials"] == "direct")
            #expect(facts["model"] == "probe-1")
            #expect(facts["token"] == "none")
            #expect(facts["url"] == url)
            #expect(facts["login digest"] == Digest.hexadecimal(token))
            #expect(facts["file digest"] == Digest.hexadecimal(file))
            #expect(facts["file mode"] == "600")
            #expect(facts["folder mode"] == "700")
            #expect(facts["file system"] == "tmpfs")
            #expect(facts["left in the job"] == "0")
            #expect(facts["environments"] == "0")
            #expect(facts["provider"] == "200")
            #expect(facts["other"] == "403")
            #expect(facts["model route"] == "404")
        }

        private func check(_ ending: Ending, _ artifacts: Artifacts) throws {
            let log = try artifacts.text("output.log")
            #expect(log.hasPrefix("outpost: direct credentials: LOGIN, FILE "))
            #expect(log.contains("given away: [redacted:LOGIN]"))
            #expect(ending.errors.contains("direct credentials: LOGIN, FILE goes into the container"))
            for text in [log, ending.text, try artifacts.text("summary.json")] {
                #expect(!text.contains(token) && !text.contains(refresh))
            }
            let summary = try artifacts.summary()
            #expect(summary.credentials == "direct")
            #expect(summary.modelRequests == 0)
            #expect(summary.outcome == "changed")
        }

        @Test("are refused for an agent that takes none, and missed where they are not there")
        func refused() async throws {
            try await Workbench.with { bench in
                let plain = CustomAgent(run: "#!/bin/sh\n", tier: "fast")
                let refused = try await bench.run(plain, options: ["--no-repo", "--direct"])
                expect(refused, .usage)
                #expect(refused.errors.contains("takes no direct credentials"))
                let missing = try await bench.run(Self.agent, options: ["--no-repo", "--direct"])
                expect(missing, .secret)
                #expect(missing.errors.contains("LOGIN"))
            }
        }
    }
}
