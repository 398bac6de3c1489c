internal import Foundation
internal import TestSupport
internal import Testing

extension ContainerTests {
    @Suite("What a container reaches by policy", .serialized, .timeLimit(.minutes(15)))
    struct EgressTests {
        private let password = "pw-\(UUID().uuidString.prefix(8).lowercased())"

        /// An agent that asks for the host that its task names, and for what nobody named.
        private static let agent = CustomAgent(
            run: #"""
                #!/bin/bash
                set -uo pipefail
                fact() { printf '%s=%s\n' "$1" "$2" >>"$OUTPOST_ARTIFACTS/facts"; }
                works() { if "$@" >/dev/null 2>&1; then echo yes; else echo no; fi; }
                plain() { curl -sS -m 120 -o /dev/null -w '%{http_code}' "$@" 2>/dev/null; }
                tunnel() { curl -sS -m 120 -p -o /dev/null -w '%{http_connect}' "$@" 2>/dev/null; }
                # The host under test is this machine's loopback, which tools would otherwise not ask the door for.
                unset NO_PROXY no_proxy
                read -r target password <"$OUTPOST_TASK_FILE"
                url=http://x-access-token:$password@$target/owner/open.git
                fact git "$(works git clone -q "$url" /tmp/clone)"
                fact cloned "$(cat /tmp/clone/greeting.txt)"
                fact curl "$(plain "$url/info/refs?service=git-upload-pack")"
                fact tunnel "$(tunnel "$url/info/refs?service=git-upload-pack")"
                fact python "$(works python3 -c 'import sys, urllib.request as r
                r.install_opener(r.build_opener(r.HTTPHandler))
                h = r.HTTPPasswordMgrWithDefaultRealm(); h.add_password(None, "http://" + sys.argv[1], "x-access-token", sys.argv[2])
                r.build_opener(r.HTTPBasicAuthHandler(h)).open(
                    "http://" + sys.argv[1] + "/owner/open.git/info/refs?service=git-upload-pack").read()' \
                    "$target" "$password")"
                for other in 127.0.0.1:1 169.254.169.254:80 '[::1]:80' 2130706433:80 localhost:80 github.com:443; do
                    fact "plain $other" "$(plain "http://$other/")"
                    fact "tunnel $other" "$(tunnel "https://$other/")"
                done
                fact 'another token' "$(plain --proxy http://outpost:otk_other@127.0.0.1:3128 "http://$target/")"
                fact 'token on another route' \
                    "$(plain --noproxy '*' --proxy-user "x:$OUTPOST_DOOR_TOKEN" http://127.0.0.1:3128/git/repo.git/info/refs)"

                """#
        )

        @Test(
            "is what the operator names, by git, curl and Python; all else is refused, told, and named with what opens it"
        )
        func policy() async throws {
            try await GitHTTPServer.with(password: password) { server in
                try await Workbench.with { bench in
                    _ = try await SampleRepository.make(at: bench.repository)
                    let bare = server.repositories + "/owner/open.git"
                    try await Shell.run("git", "clone", "-q", "--bare", bench.repository, bare)
                    let target = server.url.replacing("http://", with: "")
                    let ending = try await bench.run(
                        Self.agent,
                        "\(target) \(password)",
                        options: ["--repo", bench.repository, "--allow-private", target]
                    )
                    expect(ending, .success)
                    check(Facts(try bench.artifacts.text("files/facts")))
                    #expect(
                        ending.text.contains("refused: github.com:443 (not_listed); to open it: --allow github.com:443")
                    )
                    try check(summary: bench.artifacts.text("summary.json"), target)
                }
            }
        }

        private func check(_ facts: Facts) {
            for name in ["git", "python"] { #expect(facts[name] == "yes", "\(name)") }
            #expect(facts["cloned"]?.isEmpty == false)
            #expect(facts["curl"] == "200")
            #expect(facts["tunnel"] == "200")
            for other in [
                "127.0.0.1:1", "169.254.169.254:80", "[::1]:80", "2130706433:80", "localhost:80", "github.com:443",
            ] {
                #expect(facts["plain \(other)"] == "403", "\(other)")
                #expect(facts["tunnel \(other)"] == "403", "\(other)")
            }
            #expect(facts["another token"] == "407")
            #expect(["401", "404"].contains(facts["token on another route"]))
        }

        private func check(summary: String, _ target: String) throws {
            struct Summary: Decodable {
                struct Egress: Decodable {
                    struct Host: Decodable {
                        var host: String
                        var allowed: Int
                        var refused: Int
                    }
                    var mode: String
                    var weaker: Bool
                    var hosts: [Host]
                }
                var egress: Egress
            }
            let egress = try JSONDecoder().decode(Summary.self, from: Data(summary.utf8)).egress
            #expect(egress.mode == "policy")
            #expect(!egress.weaker)
            let open = try #require(egress.hosts.first { $0.host == target })
            #expect(open.allowed >= 4)
            #expect(open.refused == 0)
            #expect(egress.hosts.first { $0.host == "169.254.169.254:80" }?.refused == 2)
        }
    }
}
