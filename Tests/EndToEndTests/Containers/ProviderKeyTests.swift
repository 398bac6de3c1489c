internal import DockerEngine
internal import Foundation
internal import ScriptedModel
internal import TestSupport
internal import Testing

extension ContainerTests {
    @Suite("The provider's key", .serialized, .timeLimit(.minutes(15)))
    struct ProviderKeyTests {
        private let key = "canary-\(UUID().uuidString)"
        private let control = "control-\(UUID().uuidString)"

        @Test("reaches the provider and is nowhere else, while a secret of the agent's is in its environment alone")
        func key() async throws {
            try await Workbench.with { bench in
                let begin = Int(Date().timeIntervalSince1970)
                let (id, folders, ending) = try await HeldUpstream.with { upstream in
                    var seen = (container: "", folders: [String]())
                    let ending = try await bench.run(
                        SecretSearcher.agent,
                        SecretSearcher.task(key: key, control: control),
                        options: [
                            "--model-upstream", upstream.url, "--secret-env", "\(CustomAgent.secret)=HOST_KEY",
                            "--secret-env", "CONTROL", "--no-repo", "--verbose",
                        ],
                        environment: ["HOST_KEY": key, "CONTROL": control]
                    ) { outpost in
                        try await upstream.duringRequest { request in
                            #expect(request["x-api-key"] == key)
                            seen.container = try await bench.container().id
                            seen.folders = try await SecretSearch.engineFolders(of: seen.container)
                            try await checkFromOutside(outpost, seen.container, since: begin)
                            try await checkFiles(seen.folders + [bench.path])
                        }
                    }
                    return (seen.container, seen.folders, ending)
                }
                expect(ending, .success)
                #expect(!ending.text.contains(key))
                #expect(!ending.text.contains(control))
                try checkFromInside(bench.artifacts)
                try await checkFiles(folders + [bench.path])
                #expect(
                    try await Engine.raw("/events?since=\(begin)&until=\(Int(Date().timeIntervalSince1970) + 1)")
                        .contains(id)
                )
                #expect(
                    try await !Engine.raw("/events?since=\(begin)&until=\(Int(Date().timeIntervalSince1970) + 1)")
                        .contains(key)
                )
            }
        }

        /// What the machine shows while the agent waits for its model.
        private func checkFromOutside(_ outpost: RunningOutpost, _ container: String, since begin: Int) async throws {
            let answers = try await SecretSearch.engineAnswers(about: container, since: begin)
            #expect(answers.contains(container))
            #expect(!answers.contains(key))
            // `top` shows environments, so the control is looked for in inspect and log alone.
            #expect(try await !Engine.raw("/containers/\(container)/json").contains(control))
            #expect(try await !Engine.raw("/containers/\(container)/logs?stdout=1&stderr=1").contains(control))

            #expect(try SecretSearch.processes(.commandLine, containing: key) == [])
            #expect(try SecretSearch.processes(.commandLine, containing: control) == [])
            // Whoever names a variable has it in the environment of the program that he starts.
            #expect(try SecretSearch.processes(.environment, containing: key).filter { $0 != outpost.id } == [])
            if getuid() == 0 {
                let folders = try await SecretSearch.engineFolders(of: container)
                #expect(try await !SecretSearch.files(containing: container, below: folders).isEmpty)
                let holders = try SecretSearch.processes(.environment, containing: control).filter { $0 != outpost.id }
                #expect(!holders.isEmpty, "a search that finds nothing anywhere proves nothing")
            }
        }

        private func checkFiles(_ folders: [String]) async throws {
            #expect(try await SecretSearch.files(containing: key, below: folders) == [])
            #expect(try await SecretSearch.files(containing: control, below: folders) == [])
        }

        /// What the agent found.
        private func checkFromInside(_ artifacts: Artifacts) throws {
            let facts = Facts(try artifacts.text("files/facts"))
            for time in ["before", "after"] {
                #expect(facts["\(time) key environments"] == "0")
                #expect(facts["\(time) key arguments"] == "0")
                #expect(facts["\(time) key files"] == "0")
                #expect(try #require(facts.number("\(time) control environments")) > 0)
                #expect(facts["\(time) control files"] == "0")
            }
            #expect(facts["planted control files"] == "1")
            #expect(facts["unreadable environments"] == "0")
            #expect(facts["model"] == "200")
        }

        @Test("a search on this machine finds what is there")
        func search() async throws {
            try await Workbench.with { bench in
                try Data("before \(key) after".utf8).write(to: URL(fileURLWithPath: bench.path + "/planted"))
                #expect(try await SecretSearch.files(containing: key, below: [bench.path]) == [bench.path + "/planted"])
            }
        }
    }
}
