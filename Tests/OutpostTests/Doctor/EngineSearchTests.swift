internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import OutpostDocker
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The search for an engine", .timeLimit(.minutes(10)))
struct EngineSearchTests {
    private func find(_ host: String?, patience: Duration? = nil) async throws -> EngineFacts {
        try await TemporaryFolder.with { folder in
            var environment = ["HOME": folder.path, "XDG_RUNTIME_DIR": folder.path]
            environment["DOCKER_HOST"] = host
            let curl = CurlClient()
            var search = EngineSearch(curl: curl, environment: environment)
            #expect(search.patience < .seconds(5))
            if let patience { search.patience = patience }
            let facts = await search.find(now: { Date() })
            await curl.shutdown()
            return facts
        }
    }

    private func finding(_ facts: EngineFacts) throws -> PreflightFinding {
        try #require(EngineReach(facts: facts).findings.first)
    }

    @Test("a socket that is not there is told with the command that starts its engine")
    func absent() async throws {
        let facts = try await find("unix:///nonexistent/docker.sock")
        let found = try finding(facts)
        #expect(found.id == "engine.connection" && found.level == .error)
        #expect(found.text == "unix:///nonexistent/docker.sock (DOCKER_HOST) does not exist")
        #expect(found.advice?.contains("unset OUTPOST_DOCKER_HOST DOCKER_HOST") == true)
        #expect(EngineReach(facts: facts).failure == .noEngine)
    }

    @Test("a socket without anybody behind it is told from one that is not there")
    func refused() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("docker.sock", "")
            let facts = try await find("unix://\(path)")
            #expect(try finding(facts).text.contains("is there, and no engine listens"))
            #expect(EngineReach(facts: facts).failure == .noEngine)
        }
    }

    @Test("an engine that hangs is a finding within five seconds")
    func hanging() async throws {
        try await RawServer.withServer(.unix, answer: { _ in .hang }) { server in
            let facts = try await find("unix://" + (try #require(server.socketPath)), patience: .milliseconds(200))
            #expect(try finding(facts).text.contains("accepts connections and does not answer"))
            #expect(EngineReach(facts: facts).failure == .engineHangs)
        }
    }

    @Test("an engine that answers a ping and nothing else hangs, too")
    func silent() async throws {
        let ping = RawAnswer.response(headers: [("Api-Version", "1.41")])
        try await RawServer.withServer(.unix, answer: { $0.target.hasSuffix("/_ping") ? ping : .hang }) { server in
            let facts = try await find("unix://" + (try #require(server.socketPath)))
            #expect(try finding(facts).level == .error)
            #expect(try finding(facts).text.contains("hangs"))
            #expect(EngineReach(facts: facts).failure == .engineHangs)
        }
    }

    @Test("an engine that is too old is told with the version that is needed")
    func old() async throws {
        let ping = RawAnswer.response(headers: [("Api-Version", "1.40")])
        try await RawServer.withServer(.unix, answer: { _ in ping }) { server in
            let facts = try await find("unix://" + (try #require(server.socketPath)))
            let found = try finding(facts)
            #expect(found.text.contains("speaks 1.40, and 1.41 is the least"))
            #expect(found.advice?.contains("get.docker.com") == true)
            #expect(EngineReach(facts: facts).failure == .noEngine)
        }
    }

    @Test("what is no engine is told so")
    func foreign() async throws {
        try await RawServer.withServer(.unix, answer: { _ in .response(200, body: Array("hello".utf8)) }) { server in
            let found = try finding(try await find("unix://" + (try #require(server.socketPath))))
            #expect(found.text.contains("is no Docker Engine"))
        }
    }

    @Test("a choice that cannot be read is a finding, not a failure")
    func choice() async throws {
        let found = try finding(try await find("ssh://somewhere"))
        #expect(found.level == .error && found.text.hasPrefix("DOCKER_HOST: "))
        #expect(found.advice?.contains("docker context ls") == true)
    }
}
