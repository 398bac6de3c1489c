internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("The catalogue of agents")
struct AgentCatalogTests {
    private func withDirectories(_ body: (TemporaryFolder, String, String) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            try folder.writeAgent("one", in: "first", summary: "first one")
            try folder.writeAgent("one", in: "second", summary: "second one")
            try folder.writeAgent("two", in: "second")
            try folder.write("second/base/Dockerfile", "FROM debian\n")
            try folder.write("second/README.md", "no agent")
            try folder.write("second/.git/config", "no agent")
            try await body(folder, folder.path + "/first", folder.path + "/second")
        }
    }

    @Test("lets the earlier directory win and takes base from where it is")
    func order() async throws {
        try await withDirectories { _, first, second in
            let catalog = try AgentCatalog.read(directories: [first, second])
            #expect(catalog.names == ["one", "two"])
            #expect(try catalog.agent("one").manifest?.summary == "first one")
            #expect(catalog.base.path == second + "/base")
            #expect(catalog.base.manifest == nil)
            let reversed = try AgentCatalog.read(directories: [second, first])
            #expect(try reversed.agent("one").manifest?.summary == "second one")
        }
    }

    @Test("lets a broken folder matter only to those who ask for it")
    func broken() async throws {
        try await withDirectories { folder, first, second in
            try folder.remove("first/one/run")
            let catalog = try AgentCatalog.read(directories: [first, second])
            #expect(catalog.names == ["two"])
            #expect(try catalog.agent("two").manifest?.name == "two")
            let problem = AgentFolderError.missingFile(path: first + "/one", file: "run")
            #expect(catalog.broken == ["one": problem])
            #expect(throws: InvalidRequest.unusableAgent(name: "one", problem: problem)) { try catalog.agent("one") }
        }
    }

    @Test(
        "says which agents there are when it does not know one",
        arguments: ["three", "base", "", "../one", "README.md"]
    )
    func unknown(name: String) async throws {
        try await withDirectories { _, first, second in
            let catalog = try AgentCatalog.read(directories: [first, second])
            #expect(throws: InvalidRequest.unknownAgent(name: name, known: ["one", "two"])) { try catalog.agent(name) }
        }
    }

    @Test("needs a base, and directories that can be listed")
    func unreadable() async throws {
        try await withDirectories { folder, first, _ in
            #expect(throws: AgentFolderError.self) { try AgentCatalog.read(directories: [first]) }
            #expect(throws: AgentFolderError.self) { try AgentCatalog.read(directories: [folder.path + "/none"]) }
            #expect(throws: AgentFolderError.self) { try AgentCatalog.read(directories: []) }
        }
    }

    @Test("has the three agents of this repository, each with a default model and a credential")
    func repository() throws {
        let catalog = try AgentCatalog.read(directories: [try Self.agentsDirectory()])
        #expect(catalog.broken == [:])
        #expect(Set(["aider", "claude", "codex"]).isSubset(of: catalog.names))
        let expected: [(String, ModelDialect, String, String)] = [
            ("aider", .chat, "authorization", "DEEPSEEK_API_KEY"),
            ("claude", .anthropic, "x-api-key", "ANTHROPIC_API_KEY"),
            ("codex", .responses, "authorization", "OPENAI_API_KEY"),
        ]
        for (name, dialect, header, secret) in expected {
            let manifest = try #require(try catalog.agent(name).manifest)
            let model = try #require(manifest.model)
            #expect(model.dialect == dialect)
            #expect(model.authHeader == header)
            #expect(model.authSecret == secret)
            #expect(manifest.image == "outpost/\(name)")
            #expect(try manifest.resolveModel(nil).id == model.ids[0].id)
            for id in model.ids {
                for word in [id.id] + id.aliases { #expect(try manifest.resolveModel(word).id == id.id) }
            }
        }
    }

    /// The `agents` folder beside `Tests`.
    private static func agentsDirectory() throws -> String {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("agents").path
            if FileManager.default.fileExists(atPath: candidate + "/base/Dockerfile") { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        throw CocoaError(.fileNoSuchFile)
    }
}
