internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("An agent that is begun")
struct AgentTemplateTests {
    @Test("has three files that are an agent as they are, and is never written over another")
    func files() async throws {
        try await TemporaryFolder.with { folder in
            try AgentTemplate(name: "tidy").write(into: folder.path + "/agents")
            #expect(try folder.entries("agents/tidy") == ["Dockerfile", "agent.yaml", "run"])
            #expect(try folder.mode("agents/tidy/run") == 0o755)
            let agent = try AgentFolder.read(folder.path + "/agents/tidy")
            #expect(agent.manifest?.name == "tidy")
            try folder.write("agents/tidy/run", "mine")
            let failure = try #require(throws: CommandFailure.self) {
                try AgentTemplate(name: "tidy").write(into: folder.path + "/agents")
            }
            #expect(failure.status == .conflict)
            #expect(try folder.read("agents/tidy/run") == Array("mine".utf8))
        }
    }
}
