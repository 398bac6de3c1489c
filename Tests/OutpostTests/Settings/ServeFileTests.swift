internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The configuration file of a server")
struct ServeFileTests {
    private func read(_ text: String) async throws -> ServeFile {
        try await TemporaryFolder.with { folder in
            try folder.write("outpost.yaml", text)
            var file = try ServeFile.read(folder.path + "/outpost.yaml")
            file.path = "outpost.yaml"
            return file
        }
    }

    private func settings(_ text: String, flags: [ServeKey: String] = [:]) async throws -> ServeSettings {
        try ServeSettings(flags: flags, environment: [:], file: try await read(text), isRoot: false)
    }

    private func message(_ body: () async throws -> Void) async throws -> String {
        do {
            try await body()
        } catch let failure as CommandFailure {
            #expect(failure.status == .usage)
            return failure.message
        }
        return "no failure"
    }

    @Test("sets nothing when it is empty", arguments: ["", "\n\n", "# port: 1\n", "---\n", "null\n", "~\n"])
    func empty(text: String) async throws {
        #expect(try await read(text).values.isEmpty)
    }

    @Test("is read with scalars, lists and mappings, each with its line")
    func values() async throws {
        let file = try await read("port: 3001\n\ngit_hosts:\n  - a.test\n  - b.test\nmodel_upstreams: {a: http://x}\n")
        #expect(file.values[.port] == ServeFile.Value(text: "3001", line: 1))
        #expect(file.values[.gitHosts] == ServeFile.Value(text: "a.test,b.test", line: 3))
        #expect(file.values[.modelUpstreams] == ServeFile.Value(text: "a=http://x", line: 6))
    }

    @Test(
        "names the line of what is wrong with it",
        arguments: [
            ("port: 1\nprot: 2\n", "outpost.yaml, line 2: 'prot' is no setting"),
            ("# x\nport: [1, [2]]\n", "outpost.yaml, line 2: port has no usable value"),
            ("port: 1\nhost: [a\n", "line 3: this is not YAML"), ("- port\n", "line 1: this is not a mapping"),
            ("port: 1\nhost: a\nport: 2\n", "port is set more than once"),
        ]
    )
    func faults(text: String, words: String) async throws {
        let message = try await message { _ = try await read(text) }
        #expect(message.contains(words), "\(message)")
    }

    @Test(
        "is named with the line of a value that cannot be used",
        arguments: [
            ("host: 127.0.0.1\nport: x\n", "outpost.yaml, line 2: port: 'x' is not a number"),
            ("\ngit_push_branches: ['*']\n", "outpost.yaml, line 2: git_push_branches: '*'"),
            ("git_promote_branches: main,*\n", "outpost.yaml, line 1: git_promote_branches: 'main,*'"),
            ("git_allow: ssh\n", "outpost.yaml, line 1: git_allow: 'ssh'"),
            ("data_dir: ''\n", "outpost.yaml, line 1: data_dir: a path is missing"),
        ]
    )
    func values(text: String, words: String) async throws {
        let message = try await message { _ = try await settings(text) }
        #expect(message.hasPrefix(words), "\(message)")
    }

    @Test("lets results go to any branch unless it names some, or none")
    func promotion() async throws {
        #expect(try await settings("port: 1").promotionBranches == nil)
        let some = try await settings("git_promote_branches: [outpost/*, next]").promotionBranches
        #expect(some?.allows(reference: "refs/heads/next") == true)
        #expect(some?.allows(reference: "refs/heads/main") == false)
        #expect(try await settings("git_promote_branches: []").promotionBranches?.isEmpty == true)
    }

    @Test("names a missing file")
    func missing() async throws {
        let message = try await message { _ = try ServeFile.read("/nowhere/outpost.yaml") }
        #expect(message.contains("'/nowhere/outpost.yaml' cannot be read"))
    }

    @Test("A fault of an option names the option as the command line knows it")
    func flags() async throws {
        for (key, option) in [(ServeKey.modelUpstreams, "model-upstream"), (.port, "port"), (.publicURL, "public-url")]
        {
            let message = try await message { _ = try await settings("", flags: [key: "%"]) }
            #expect(message.hasPrefix("--\(option): "), "\(message)")
        }
    }
}
