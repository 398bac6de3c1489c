internal import DockerEngine
internal import Foundation
internal import TestSupport
internal import Testing

/// Broken installations, each of which is told with its cause and with what mends it.
@Suite("outpost doctor", .whereEngineIsExpected, .images(of: "claude"), .timeLimit(.minutes(15)))
struct DoctorTests {
    private struct Report: Decodable {
        let findings: [Finding]
        let worst: String

        struct Finding: Decodable {
            let id: String
            let severity: String
            let detail: String
            let remedy: String?
        }
    }

    /// Runs it, and checks that whatever is not as it should be is told with a remedy.
    private func diagnose(
        _ bench: Workbench,
        _ options: [String] = ["--quick"],
        environment: [String: String] = [:]
    ) async throws -> (Ending, Report) {
        let ending = try await bench.outpost(["doctor", "--json"] + options, environment: environment)
        let report = try JSONDecoder().decode(Report.self, from: Data(ending.output.utf8))
        for finding in report.findings where finding.severity != "ok" { #expect(finding.remedy != nil, "\(finding)") }
        return (ending, report)
    }

    private func check(
        _ report: Report,
        _ id: String,
        _ severity: String,
        _ words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = report.findings.filter { $0.id == id && $0.severity == severity }
        let text = found.map { $0.detail + " " + ($0.remedy ?? "") }.joined(separator: "\n")
        #expect(!found.isEmpty, "\(report.findings)", sourceLocation: sourceLocation)
        for word in words { #expect(text.contains(word), "\(text)", sourceLocation: sourceLocation) }
    }

    @Test("proves with a container of its own that agents reach Outpost, and leaves none")
    func door() async throws {
        try await Workbench.with { bench in
            let (_, report) = try await diagnose(bench, [])
            check(report, "engine.door", "ok", "a container without a network reached a socket of ours")
            check(report, "engine.connection", "ok")
            check(report, "images.claude", "ok")
            let left = try await Engine.connect().listContainers(labels: ["outpost.doctor"])
            #expect(left.map(\.id) == [])
        }
    }

    @Test("no socket, an engine that hangs, and one that is too old")
    func engines() async throws {
        try await Workbench.with { bench in
            let (absent, one) = try await diagnose(bench, environment: ["DOCKER_HOST": "unix:///nonexistent/d.sock"])
            expect(absent, .noEngine)
            check(one, "engine.connection", "error", "/nonexistent/d.sock (DOCKER_HOST) does not exist")
            try await RawServer.withServer(.unix, answer: { _ in .hang }) { server in
                let socket = "unix://" + (try #require(server.socketPath))
                let (hanging, two) = try await diagnose(bench, environment: ["DOCKER_HOST": socket])
                expect(hanging, .engineHangs)
                check(two, "engine.connection", "error", "does not answer")
            }
            let ping = RawAnswer.response(headers: [("Api-Version", "1.40")])
            try await RawServer.withServer(.unix, answer: { _ in ping }) { server in
                let socket = "unix://" + (try #require(server.socketPath))
                let (old, three) = try await diagnose(bench, environment: ["DOCKER_HOST": socket])
                expect(old, .noEngine)
                check(three, "engine.connection", "error", "1.41 is the least", "get.docker.com")
            }
        }
    }

    @Test("a socket that this user may not open", .forRoot)
    func permission() async throws {
        try await RawServer.withServer(.unix, answer: { _ in .hang }) { server in
            let socket = try #require(server.socketPath)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: socket)
            let answer = try await Shell.attempt(
                "setpriv",
                [
                    "--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/nonexistent",
                    "DOCKER_HOST=unix://\(socket)", OutpostProgram.path, "doctor", "--quick", "--json",
                    "--data-dir", "/nonexistent/data", "--agents-dir", OutpostProgram.agents,
                ]
            )
            #expect(answer.code == 3, "\(answer.output)\(answer.errors)")
            let report = try JSONDecoder().decode(Report.self, from: Data(answer.output.utf8))
            check(
                report,
                "engine.connection",
                "error",
                "may not be opened by this user",
                "sudo usermod -aG docker $USER"
            )
        }
    }

    @Test("a proxy and a folder of certificates that are none, a key that cannot be one, and one that is missing")
    func settings() async throws {
        try await Workbench.with { bench in
            let (ending, report) = try await diagnose(
                bench,
                environment: [
                    "HTTPS_PROXY": "not a proxy", "OUTPOST_CA_CERTIFICATES": "/nonexistent/authorities",
                    "ANTHROPIC_API_KEY": "\"k-0123456789\"",
                ]
            )
            expect(ending, .usage)
            #expect(report.worst == "error")
            check(report, "network.proxies", "error", "HTTPS_PROXY", "export HTTPS_PROXY=")
            check(report, "network.certificates", "error", "/nonexistent/authorities", "mkdir -p")
            check(report, "credentials.claude", "warning", "quotation mark", "export ANTHROPIC_API_KEY=")
            check(report, "credentials.codex", "note", "neither in the environment nor stored", "OPENAI_API_KEY")
            #expect(!ending.text.contains("k-0123456789"))
        }
    }

    @Test("a master key that others can read, settings that are none, and a port that is taken")
    func data() async throws {
        try await Workbench.with { bench in
            try FileManager.default.createDirectory(
                atPath: bench.data,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            let key = bench.data + "/master.key"
            try Data(String(repeating: "5", count: 64).utf8).write(to: URL(fileURLWithPath: key))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            try await RawServer.withServer(.tcp, answer: { _ in .close }) { server in
                let port = try #require(URL(string: server.url)?.port)
                let (ending, report) = try await diagnose(bench, environment: ["OUTPOST_PORT": "\(port)"])
                expect(ending, .storage)
                check(report, "data.master-key", "error", "chmod 600 \(key)")
                check(report, "network.port", "warning", "127.0.0.1:\(port)", "ss -ltnp")
            }
            let (_, report) = try await diagnose(bench, environment: ["OUTPOST_PORT": "many"])
            check(report, "data.settings", "error", "OUTPOST_PORT: 'many' is not a number")
        }
    }

    @Test("a provider that refuses the key, asked only where that is wanted")
    func online() async throws {
        try await RawServer.withServer(.tcp, answer: { _ in .json("{}", status: 401) }) { server in
            try await Workbench.with { bench in
                let environment = [
                    "ANTHROPIC_API_KEY": "k-0123456789", "OUTPOST_MODEL_UPSTREAMS": "claude=\(server.url)",
                    "NO_PROXY": "127.0.0.1",
                ]
                let (_, quiet) = try await diagnose(bench, environment: environment)
                check(quiet, "credentials.claude", "ok", "in the environment")
                #expect(server.requests.isEmpty)
                let (ending, report) = try await diagnose(bench, ["--quick", "--online"], environment: environment)
                check(report, "credentials.claude", "error", "refuses ANTHROPIC_API_KEY (status 401)")
                #expect(server.requests.first?["x-api-key"] == "k-0123456789")
                #expect(!ending.text.contains("k-0123456789"))
            }
        }
    }

    @Test("stored keys are asked about as well, told by their place, and nothing of the data directory changes")
    func storedKeys() async throws {
        let (good, bad) = ("k-good-0123456789", "k-bad-0123456789")
        try await RawServer.withServer(
            .tcp,
            answer: { $0["x-api-key"] == good ? .json("{}") : .json("{}", status: 401) }
        ) { server in
            try await Workbench.with { bench in
                for (value, owner) in [(good, ["--shared"]), (bad, ["--tenant", "acme"])] {
                    if owner.count > 1 { expect(try await bench.outpost(["tenants", "create", "acme"]), .success) }
                    let set = ["secrets", "set", "ANTHROPIC_API_KEY", "--from-env", "VALUE"] + owner
                    expect(try await bench.outpost(set, environment: ["VALUE": value]), .success)
                }
                let before = try contents(of: bench.data)
                let environment = ["OUTPOST_MODEL_UPSTREAMS": "claude=\(server.url)", "NO_PROXY": "127.0.0.1"]
                let (ending, report) = try await diagnose(bench, ["--quick", "--online"], environment: environment)
                check(report, "credentials.claude", "ok", "stored for all tenants; its provider accepts it")
                check(
                    report,
                    "credentials.claude",
                    "error",
                    "refuses ANTHROPIC_API_KEY (status 401), stored for acme",
                    "outpost secrets set ANTHROPIC_API_KEY --tenant acme"
                )
                for value in [good, bad] { #expect(!ending.text.contains(value)) }
                #expect(try contents(of: bench.data) == before)
            }
        }
    }

    /// Every file below a folder, but for temporary ones.
    private func contents(of folder: String) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.reduce(into: [:]) { files, name in
            files[name] = FileManager.default.contents(atPath: folder + "/" + name)
        }
    }
}
