internal import OutpostCore
internal import TestSupport
internal import Testing

extension TemporaryFolder {
    /// Writes the three files of an agent.
    func writeAgent(_ name: String, in directory: String = ".", summary: String = "An agent") throws {
        let yaml = "schema: 1\nname: \(name)\nsummary: \(summary)\nimage: outpost/\(name)\n"
        try write("\(directory)/\(name)/agent.yaml", yaml)
        try write("\(directory)/\(name)/Dockerfile", "FROM outpost/base\n")
        try write("\(directory)/\(name)/run", "#!/bin/sh\n", mode: 0o755)
    }
}

@Suite("An agent's folder")
struct AgentFolderTests {
    private func digest(_ files: [AgentFolder.File]) -> String {
        AgentFolder(manifest: nil, path: "/", files: files).digest
    }

    private func file(_ path: String, _ contents: String, x isExecutable: Bool = false) -> AgentFolder.File {
        AgentFolder.File(path: path, contents: Array(contents.utf8), isExecutable: isExecutable)
    }

    @Test("has a digest over names, modes and contents")
    func digest() {
        let base = [file("a", "1"), file("b", "2")]
        let digest = self.digest(base)
        #expect(digest.count == 64)
        #expect(self.digest(base) == digest)
        let others: [[AgentFolder.File]] = [
            [file("a", "1"), file("c", "2")], [file("a", "1"), file("b", "3")],
            [file("a", "1", x: true), file("b", "2")],
            [file("a", "1")], [file("a", "1"), file("b", "2"), file("c", "")], [file("a", "12"), file("b", "")],
            [file("ab", "12")], [],
        ]
        #expect(Set(others.map(self.digest) + [digest]).count == others.count + 1)
    }

    @Test("is read with every file below it, links left out")
    func read() async throws {
        try await TemporaryFolder.with { folder in
            try folder.writeAgent("one")
            try folder.write("one/lib/deep/x.sh", "x", mode: 0o755)
            try folder.link("one/secret", to: "/etc/passwd")
            let agent = try AgentFolder.read(folder.path + "/one")
            #expect(agent.files.map(\.path) == ["Dockerfile", "agent.yaml", "lib/deep/x.sh", "run"])
            #expect(agent.files.map(\.isExecutable) == [false, false, true, true])
            #expect(agent.manifest?.name == "one")
            let digest = agent.digest
            #expect(try AgentFolder.read(folder.path + "/one").digest == digest)
            try folder.write("one/lib/deep/x.sh", "x", mode: 0o644)
            #expect(try AgentFolder.read(folder.path + "/one").digest != digest)
        }
    }

    @Test("needs its three files", arguments: ["agent.yaml", "Dockerfile", "run"])
    func missing(name: String) async throws {
        try await TemporaryFolder.with { folder in
            try folder.writeAgent("one")
            try folder.remove("one/" + name)
            let path = folder.path + "/one"
            #expect(throws: AgentFolderError.missingFile(path: path, file: name)) { try AgentFolder.read(path) }
        }
    }

    @Test("must have its agent's name, and a manifest that holds")
    func wrongManifest() async throws {
        try await TemporaryFolder.with { folder in
            try folder.writeAgent("one")
            try folder.rename("one", to: "two")
            let path = folder.path + "/two"
            let problem = "name: 'one' must be the folder's name, 'two'"
            let error = AgentFolderError.manifest(path: path + "/agent.yaml", problems: [problem])
            #expect(throws: error) { try AgentFolder.read(path) }
            try folder.write("two/agent.yaml", "schema: 1\n")
            #expect(throws: AgentFolderError.self) { try AgentFolder.read(path) }
        }
    }

    @Test("that is not there cannot be read")
    func absent() async throws {
        try await TemporaryFolder.with { folder in
            let error = try #require(throws: AgentFolderError.self) { try AgentFolder.read(folder.path + "/none") }
            guard case .unreadable(let path, let reason) = error else { throw error }
            #expect(path == folder.path + "/none")
            #expect(!reason.isEmpty)
        }
    }
}
