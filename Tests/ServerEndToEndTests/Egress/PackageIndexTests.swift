internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    // Its image has pip, which is fetched first.
    @Suite("A package index of one's own", .timeLimit(.minutes(20)))
    struct PackageIndexTests {
        private static let wheelName = "tiny-1.0-py3-none-any.whl"

        private static let dockerfile = """
            ARG BASE=outpost/base
            FROM ${BASE}
            RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && python3 -m venv /opt/pip
            COPY run /opt/outpost/run
            RUN chmod 0755 /opt/outpost/run

            """

        private static let run = #"""
            #!/bin/bash
            set -eu
            # The index of the test is on loopback, which tools would otherwise not ask the door for.
            unset NO_PROXY no_proxy
            /opt/pip/bin/pip download --disable-pip-version-check --no-cache-dir --no-deps --retries 0 \
                --index-url "$(cat "$OUTPOST_TASK_FILE")/simple" --dest "$OUTPOST_ARTIFACTS" tiny==1.0

            """#

        @Test("is open to pip once its host is allowed; before, the dispatch tells the command that opens it")
        func download() async throws {
            let wheel = try await Self.wheel()
            let page = "<a href=\"/files/\(Self.wheelName)\">\(Self.wheelName)</a>"
            let answer: @Sendable (RawRequest) -> RawAnswer = { request in
                switch request.path {
                case "/simple/tiny/": Self.last("text/html", Array(page.utf8))
                case "/files/" + Self.wheelName: Self.last("application/octet-stream", wheel)
                default: .close
                }
            }
            try await RawServer.withServer(.tcp, answer: answer) { index in
                try await ServerBench.with { bench in
                    try Self.replaceAgent(of: bench)
                    let key = try await bench.tenant("acme")
                    try await bench.serve { server in
                        let client = server.client(key)
                        let refused = try await client.ended(try await client.dispatch(index.url))
                        #expect(refused["status"].text == "failed", "\(refused)")
                        #expect(index.requests.isEmpty)
                        let host = try #require(refused["egress"]["hosts"].elements.first, "\(refused)")
                        let words = try #require(host["allowWith"].text).split(separator: " ").map(String.init)
                        try await Shell.run(OutpostBinary.path, words.dropFirst() + ["--data-dir", bench.data])
                        let id = try await client.dispatch(index.url)
                        let ended = try await client.ended(id)
                        let said = try await client.lines(id)
                        #expect(ended["status"].text == "success", "\(said)")
                        let file = "\(bench.data)/dispatches/\(id)/artifacts/files/\(Self.wheelName)"
                        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(wheel))
                        #expect(index.requests.map(\.path) == ["/simple/tiny/", "/files/" + Self.wheelName])
                    }
                }
            }
        }

        /// An answer as a server gives it that was told to close afterwards, which the door tells every server.
        private static func last(_ type: String, _ body: [UInt8]) -> RawAnswer {
            let answer = RawAnswer.response(headers: [("Content-Type", type), ("Connection", "close")], body: body)
            return RawAnswer(answer.steps + [.close])
        }

        private static func replaceAgent(of bench: ServerBench) throws {
            let folder = bench.agents + "/" + bench.agent.name
            for (file, text) in [("Dockerfile", dockerfile), ("run", run)] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + file))
            }
        }

        /// A package with one empty module.
        private static func wheel() async throws -> [UInt8] {
            let script = """
                import base64, io, zipfile
                data = io.BytesIO()
                with zipfile.ZipFile(data, "w") as wheel:
                    wheel.writestr("tiny.py", "")
                    wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
                    wheel.writestr("tiny-1.0.dist-info/WHEEL",
                                   "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
                    wheel.writestr("tiny-1.0.dist-info/RECORD", "")
                print(base64.b64encode(data.getvalue()).decode())
                """
            let text = try await Shell.run("python3", ["-c", script])
            return Array(try #require(Data(base64Encoded: text)))
        }
    }
}
