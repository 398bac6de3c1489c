internal import Foundation
internal import OutpostAPI
internal import ScriptedModel
internal import Testing

extension ServerTests {
    // The first one may build Claude Code's image.
    @Suite("gVisor, on an engine that has it", .timeLimit(.minutes(20)))
    struct GVisorTests {
        private static let script = ModelScript(steps: [
            ScriptStep(
                say: "I will write notes.",
                writes: [FileWrite(path: "notes.md", content: "# Notes\n")],
                commands: ["dmesg | head -n 1"]
            ),
            ScriptStep(say: "Done."),
        ])
        private static let kernel = "Starting gVisor"

        /// Where the program is; nil where it is not installed.
        private static let program = ["/usr/bin/runsc", "/usr/local/bin/runsc"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }

        private static func isExpected() async -> Bool {
            if ProcessInfo.processInfo.environment["OUTPOST_REQUIRE_ENGINE"] == "1" { return true }
            guard program != nil else { return false }
            return await PrivateEngine.isAvailable()
        }

        /// As README has it for an engine's `daemon.json`.
        private static func configuration(_ program: String) -> String {
            let arguments = #"["--host-uds=open", "--network=none"]"#
            return #"{"runtimes":{"runsc":{"path":"\#(program)","runtimeArgs":\#(arguments)}}}"#
        }

        @Test(
            "keeps the agents of the tenant that is to have it, and an engine without it is told of at once",
            .enabled("runsc is not installed (docker/setup.sh --test), or no second engine can be run here") {
                await isExpected()
            }
        )
        func tenant() async throws {
            let program = try #require(Self.program, "docker/setup.sh --test installs runsc")
            let key = "key-of-the-provider"
            try await ServerBench.with { bench in
                let (walled, plain) = (try await bench.tenant("walled"), try await bench.tenant("plain"))
                try await bench.outpost("tenants", "set", "walled", "--runtime", "runsc")
                let agents = ["claude", bench.agent.name]
                let built = try await Shell.run(
                    OutpostBinary.path,
                    ["agents", "build", "--quiet", "--agents-dir", bench.agents] + agents
                )
                let images = built.split(separator: "\n").map(String.init)
                try #require(images.count == agents.count, "\(built)")
                try await PrivateEngine.run(in: bench.path + "/engine") { engine in
                    try await engine.copyImages(images)
                    let environment = ["DOCKER_HOST": "unix://" + engine.socket, "ANTHROPIC_API_KEY": key]
                    try await ScriptedModelServer.withServer(script: Self.script, apiKey: key) { model in
                        let options = ["--model-upstream", "claude=\(model.url)"]
                        try await bench.serve(options, environment: environment) { server in
                            try await Self.checkAbsent(bench, server.client(walled), environment)
                            try await engine.configure(Self.configuration(program))
                            try await Self.checkKernel(server.client(walled), server.client(plain))
                            try await Self.checkAgent(server.client(walled))
                        }
                    }
                }
            }
        }

        /// The engine does not have it yet.
        private static func checkAbsent(
            _ bench: ServerBench,
            _ walled: APIClient,
            _ environment: [String: String]
        ) async throws {
            let ended = try await walled.ended(try await walled.dispatch("kernel 0 before"))
            #expect(ended["status"].text == "failed")
            #expect(ended["reason"].text == "start")
            #expect(ended["errorMessage"].text?.contains("the engine has no runtime 'runsc'") == true, "\(ended)")
            let doctor = try await Shell.attempt(
                OutpostBinary.path,
                ["doctor", "--data-dir", bench.data],
                environment: environment
            )
            #expect(doctor.code == 14, "\(doctor.output)")
            let finding = doctor.output.split(separator: "\n").first { $0.contains(" runtime runsc: ") }
            #expect(finding?.hasPrefix("  error ") == true && finding?.hasSuffix("tenant walled") == true)
        }

        /// An agent of each tenant; only one is behind another kernel, and both hand in what they made.
        private static func checkKernel(_ walled: APIClient, _ plain: APIClient) async throws {
            for (client, isWalled) in [(walled, true), (plain, false)] {
                let id = try await client.dispatch("kernel 0 after")
                let ended = try await client.ended(id)
                #expect(ended["status"].text == "success", "\(ended)")
                let lines = try await client.lines(id)
                #expect(lines.contains { $0.contains(kernel) } == isWalled, "\(lines)")
                let listing = try await client.call("GET", "/artifacts/\(id)")
                let artifacts = listing.data["artifacts"].elements
                #expect(artifacts.contains { $0["key"].text == "files/note.txt" })
                let patch = try #require(artifacts.first { $0["key"].text == "diff.patch" }?["url"].text)
                #expect(try await client.call("GET", patch).text.contains("+after"))
            }
        }

        /// A real agent, with its model behind the door.
        private static func checkAgent(_ walled: APIClient) async throws {
            let id = try await walled.dispatch("Write notes about nothing.", ["agent": "claude"])
            let ended = try await walled.ended(id)
            #expect(ended["status"].text == "success", "\(ended)")
            #expect(try await walled.lines(id).contains { $0.contains(kernel) })
            let listing = try await walled.call("GET", "/artifacts/\(id)")
            let patch = listing.data["artifacts"].elements.first { $0["key"].text == "diff.patch" }?["url"].text
            #expect(try await walled.call("GET", try #require(patch)).text.contains("+# Notes"))
        }
    }
}
