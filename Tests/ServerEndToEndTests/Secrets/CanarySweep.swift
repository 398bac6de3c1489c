internal import DockerEngine
internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

/// One dispatch that has a secret of every kind, and a control that no search may miss.
struct CanarySweep: Sendable {
    /// Values that occur nowhere else in the world.
    struct Secrets: Sendable {
        let provider = Self.value("provider")
        let git = Self.value("git")
        let stored = Self.value("stored")
        let once = Self.value("once")
        /// It is part of the task, thus no secret.
        let control = Self.value("control")

        private static func value(_ name: String) -> String { "\(name)/\(UUID().uuidString)+\(UUID().uuidString)" }
    }

    let bench: ServerBench
    let git: GitHTTPServer
    let model: RawServer
    let secrets: Secrets
    let search: CanarySearch
    /// Finds the control; a search that finds nothing anywhere proves nothing.
    let control: CanarySearch
    let key: String
    private let begin = Int(Date().timeIntervalSince1970)

    init(_ bench: ServerBench, _ git: GitHTTPServer, _ model: RawServer, _ secrets: Secrets) async throws {
        (self.bench, self.git, self.model, self.secrets) = (bench, git, model, secrets)
        try CanaryAgent.replace(bench.agent, in: bench.agents, upstream: model.url)
        let all = [
            "provider": secrets.provider, "git": secrets.git, "stored": secrets.stored, "once": secrets.once,
        ]
        search = try CanarySearch(all, notes: bench.path)
        control = try CanarySearch(["control": secrets.control], notes: bench.path)
        try await bench.publish("owner/private", on: git)
        key = try await bench.tenant("acme")
        try await bench.giveGitCredential(secrets.git, of: git, to: "acme")
        try await bench.store(CanaryAgent.providerName, secrets.provider, "--tenant", "acme")
        try await bench.store(CanaryAgent.storedName, secrets.stored, "--tenant", "acme")
    }

    /// Runs a server that logs all that it can.
    func serve(_ body: (RunningServer) async throws -> Void) async throws -> ServerEnding {
        try await bench.serve(["--verbose"], environment: ["OUTPOST_GIT_BASE_URL": git.url], body)
    }

    /// Makes two dispatches: a request has stored secrets or values of its own, not both.
    func dispatch(_ client: APIClient, code: Int, seconds: Int) async throws -> [String] {
        let own: JSONValue = [CanaryAgent.onceName: .string(secrets.once)]
        let stored: JSONValue = [.string(CanaryAgent.storedName)]
        var ids: [String] = []
        for (mode, values) in [("persistent", own), ("ephemeral", stored)] {
            let fields: [String: JSONValue] = [
                "repo": "owner/private", "workspaceMode": .string(mode), "timeoutSeconds": .integer(seconds),
                "additionalSecrets": values,
            ]
            ids.append(try await client.dispatch("\(code) \(secrets.control)", fields))
        }
        return ids
    }

    /// While the agent waits for its model.
    func checkRunning(_ id: String, _ server: RunningServer) async throws {
        let containers = try await bench.containers()
        let container = try #require(containers.first { $0.labels["outpost.dispatch"] == id }).id
        let answers = try await CanarySearch.engineAnswers(about: container, since: begin)
        #expect(answers.contains(id))
        #expect(search.found(in: answers) == [])
        #expect(try search.processes("cmdline") == [])
        #expect(try !control.processes("cmdline").isEmpty)
        if getuid() == 0 {
            let outer = try CanarySearch(["provider": secrets.provider, "git": secrets.git], notes: bench.path)
            // The server's own git has the token in its environment for as long as it fills the mirror.
            var (holders, leaks) = (try search.processes("environ"), try outer.processes("environ"))
            while (holders + leaks).contains(where: CanarySearch.isPassing) {
                await Task.yield()
                (holders, leaks) = (try search.processes("environ"), try outer.processes("environ"))
            }
            #expect(leaks == [])
            #expect(!holders.isEmpty)
            let inside = containers.map(\.id)
            #expect(
                holders.allSatisfy { holder in inside.contains { CanarySearch.isInside(holder, $0) } },
                "\(holders)"
            )
            let folders = try await CanarySearch.engineFolders(of: container)
            #expect(try await search.files(below: folders) == [])
            // In the volume of the persistent workspace.
            #expect(try await control.files(below: folders).contains { $0.hasSuffix("/control.txt") })
        }
        try await checkFiles()
        try await checkAnswers(id, server, isEnded: false)
    }

    /// After the end.
    func checkEnded(_ id: String, _ server: RunningServer, isSaid: Bool) async throws {
        try await checkAnswers(id, server, isEnded: true)
        let client = server.client(key)
        let said = try await client.lines(id).joined(separator: "\n")
        #expect(said.contains("plain [redacted:TRIAL_") == isSaid, "\(said)")
        let listing = try await client.call("GET", "/artifacts/\(id)?preview=true")
        let archive = try await client.call("GET", "/artifacts/\(id).tar")
        #expect(archive.status == 200, "\(archive.text.prefix(300))")
        for text in [listing.text, archive.text] {
            #expect(search.found(in: text) == [])
            #expect(control.found(in: text) == ["control"])
        }
    }

    /// After the end of both.
    func checkEngine() async throws {
        try await bench.noContainerIsLeft()
        if getuid() == 0 {
            let root = try #require(try await Engine.json("/info")["DockerRootDir"].text)
            #expect(try await search.files(below: [root + "/volumes", root + "/containers"]) == [])
        }
    }

    /// The data directory: the database and its journal, logs, artifacts, the mirror.
    func checkFiles() async throws {
        #expect(try await search.files(below: [bench.data]) == [])
        let found = try await control.files(below: [bench.data])
        #expect(found.contains { $0.contains("outpost.sqlite") }, "\(found)")
    }

    private func checkAnswers(_ id: String, _ server: RunningServer, isEnded: Bool) async throws {
        let client = server.client(key)
        var answers: [String] = []
        for path in [
            "/dispatch/\(id)?logLimit=1000", "/dispatch", "/runs/\(id)", "/api/v2/jobs/\(id)", "/artifacts/\(id)",
            "/workspaces", "/health/fleet",
        ] {
            answers.append(try await client.call("GET", path).text)
        }
        answers.append(
            isEnded ? try await client.call("GET", "/dispatch/\(id)/events").text : try await events(id, client)
        )
        for command in [["secrets", "list"], ["git-credentials", "list"]] {
            let arguments = command + ["--tenant", "acme", "--json", "--data-dir", bench.data]
            answers.append(try await Shell.run(OutpostBinary.path, arguments))
        }
        answers.append(try await bench.outpost("audit", "export", "--json"))
        answers.append(server.log)
        for answer in answers { #expect(search.found(in: answer) == []) }
        #expect(control.found(in: answers.joined()) == ["control"])
    }

    /// What the event stream has said so far, up to the agent's first word.
    private func events(_ id: String, _ client: APIClient) async throws -> String {
        var reader = try await client.events(id)
        var text = ""
        while control.found(in: text).isEmpty, let event = try await reader.next() { text += event.data + "\n" }
        return text
    }
}
