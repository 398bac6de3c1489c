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

    @Test("has the five agents of this repository, each with a default model and a credential")
    func repository() throws {
        let catalog = try AgentCatalog.read(directories: [try Self.agentsDirectory()])
        #expect(catalog.broken == [:])
        #expect(Set(["aider", "claude", "codex", "gemini", "grok"]).isSubset(of: catalog.names))
        let expected: [(String, ModelDialect, String, String)] = [
            ("aider", .chat, "authorization", "DEEPSEEK_API_KEY"),
            ("claude", .anthropic, "x-api-key", "ANTHROPIC_API_KEY"),
            ("codex", .responses, "authorization", "OPENAI_API_KEY"),
            ("gemini", .gemini, "x-goog-api-key", "GOOGLE_API_KEY"),
            ("grok", .responses, "authorization", "XAI_API_KEY"),
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

    @Test(
        "takes Outpost v2's model ids, each for its tier",
        arguments: [
            ("claude", "claude-opus-4-5-20251101", Tier.flagship), ("claude", "claude-sonnet-4-5-20250929", .balanced),
            ("claude", "claude-haiku-4-5-20250801", .fast), ("codex", "gpt-5.1-codex-max", .flagship),
            ("codex", "gpt-4o-codex", .balanced), ("gemini", "gemini-3-flash-preview", .flagship),
            ("gemini", "gemini-3-flash", .fast), ("aider", "deepseek/deepseek-coder", .flagship),
            ("aider", "deepseek/deepseek-chat", .balanced), ("grok", "grok-4-1-fast-reasoning", .flagship),
            ("grok", "grok-4-fast-reasoning", .fast),
        ]
    )
    func models(agent: String, id: String, tier: Tier) throws {
        let catalog = try AgentCatalog.read(directories: [try Self.agentsDirectory()])
        let manifest = try #require(try catalog.agent(agent).manifest)
        #expect(try manifest.resolveModel(id).tier == tier)
    }

    @Test("names who stands in, with the version of the program that does")
    func standIns() throws {
        let catalog = try AgentCatalog.read(directories: [try Self.agentsDirectory()])
        let programs = try catalog.names.reduce(into: [String: [String]]()) { found, name in
            found[name] = try catalog.harnesses(of: try catalog.agent(name)).map(\.description)
        }
        let aider = try #require(programs["aider"]?.first)
        let codex = try #require(programs["codex"]?.first)
        #expect(programs["gemini"]?.last == aider + " (stand-in)")
        #expect(programs["grok"]?.last == codex + " (stand-in)")
        for name in ["claude", "codex", "aider"] { #expect(programs[name]?.count == 1) }
        for name in ["gemini", "grok"] { #expect(programs[name]?.count == 2) }
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
