internal import CurlHTTP
internal import DockerEngine
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Connecting to an engine", .timeLimit(.minutes(10)))
struct ConnectingTests {
    @Test(
        "The smaller of both API versions is used",
        arguments: [
            ("1.41", "1.41"), ("1.44", "1.44"), ("1.51", "1.51"), ("1.52", "1.51"), ("1.55", "1.51"), ("2.0", "1.51"),
        ]
    )
    func negotiates(offered: String, used: String) async throws {
        let requests = try await FakeEngine.run(version: offered, answers: [.json(#"{"Version":"x"}"#)]) { client in
            _ = try await client.version()
            #expect(client.apiVersion?.description == used)
        }
        #expect(requests.map(\.target) == ["/v\(used)/version"])
    }

    @Test("An engine older than 20.10 is refused with words", arguments: ["1.9", "1.24", "1.40"])
    func refusesOldEngine(version: String) async throws {
        try await RawServer.withServer(answers: [FakeEngine.ping(version)]) { server in
            let client = FakeEngine.client(of: server)
            await #expect {
                try await client.connect()
            } throws: { error in
                guard case DockerError.unsupported(let message) = error else { return false }
                return message.contains(version) && message.contains("20.10")
            }
            #expect(client.apiVersion == nil)
        }
    }

    @Test("The ping carries no version and the first call negotiates by itself")
    func connectsLazily() async throws {
        try await RawServer.withServer(answers: [FakeEngine.ping(), .json("[]"), .json("[]")]) { server in
            let client = FakeEngine.client(of: server)
            _ = try await client.listContainers()
            _ = try await client.listContainers()
            #expect(server.requests.map(\.path) == ["/_ping", "/v1.41/containers/json", "/v1.41/containers/json"])
        }
    }

    private static let tooNew = RawAnswer.json(
        #"{"message":"client version 1.45 is too new. Maximum supported API version is 1.41"}"#,
        status: 400
    )

    @Test("An engine of another version in the place of the known one is asked in its own, whatever the call")
    func replacedEngine() async throws {
        let answers = [Self.tooNew, FakeEngine.ping("1.41"), .json("[]", status: 200)]
        let requests = try await FakeEngine.run(version: "1.45", answers: answers) { client in
            let containers = try await client.listContainers()
            #expect(containers == [])
            #expect(client.apiVersion == APIVersion(1, 41))
        }
        #expect(requests.map(\.path) == ["/v1.45/containers/json", "/_ping", "/v1.41/containers/json"])
        let streamed = [Self.tooNew, FakeEngine.ping("1.41"), .response(body: frame(1, "text"))]
        let streams = try await FakeEngine.run(version: "1.45", answers: streamed) { client in
            let lines = try await client.containerLogs("c").all()
            #expect(lines.count == 1)
        }
        #expect(streams.map(\.path) == ["/v1.45/containers/c/logs", "/_ping", "/v1.41/containers/c/logs"])
    }

    @Test("An engine that goes on refusing the version is believed, and other refusals are no question of versions")
    func refusedAgain() async throws {
        let answers = [Self.tooNew, FakeEngine.ping("1.45"), Self.tooNew]
        try await FakeEngine.run(version: "1.45", answers: answers) { client in
            await #expect(throws: DockerError.self) { _ = try await client.listContainers() }
        }
        let refusal = RawAnswer.json(#"{"message":"invalid filter"}"#, status: 400)
        let requests = try await FakeEngine.run(answers: [refusal]) { client in
            await #expect(throws: DockerError.invalid("invalid filter")) { _ = try await client.listContainers() }
        }
        #expect(requests.count == 1)
    }

    @Test("The ping tells what the engine is")
    func pingTellsEngine() async throws {
        try await RawServer.withServer(answers: [FakeEngine.ping("1.44")]) { server in
            let ping = try await FakeEngine.client(of: server).connect()
            #expect(ping.apiVersion == APIVersion(1, 44))
            #expect(ping.operatingSystem == "linux")
            #expect(ping.server == "Docker/20.10.24 (linux)")
        }
    }

    @Test("A server that names no API version is no engine")
    func refusesOtherServers() async throws {
        try await RawServer.withServer(answers: [.response(body: Array("hello".utf8))]) { server in
            let client = FakeEngine.client(of: server)
            await #expect { try await client.connect() } throws: { ($0 as? DockerError)?.isUnavailable == true }
        }
    }

    @Test("A socket that nobody serves is refused, which proves that nothing was sent")
    func refusedSocket() async throws {
        let client = DockerClient(endpoint: .unix(path: "/tmp/x-nobody-here.sock"), curl: CurlClient())
        await #expect {
            try await client.connect()
        } throws: { error in
            guard case DockerError.unavailable(.refused, let message) = error else { return false }
            return message == "there is no socket /tmp/x-nobody-here.sock"
        }
    }

    @Test("A socket that its server left behind is told from one that is not there")
    func abandonedSocket() async throws {
        let path = "/tmp/x-\(UUID().uuidString.prefix(8)).sock"
        try Data().write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let client = DockerClient(endpoint: .unix(path: path), curl: CurlClient())
        await #expect(throws: DockerError.unavailable(.refused, "nobody listens on the socket \(path)")) {
            try await client.connect()
        }
    }

    @Test("The first candidate that answers is taken")
    func firstThatAnswers() async throws {
        try await RawServer.withServer(answers: [FakeEngine.ping()]) { server in
            let absent = DockerDiscovery.Candidate(endpoint: .unix(path: "/tmp/x-absent.sock"), source: "absent")
            let path = try #require(server.socketPath)
            let present = DockerDiscovery.Candidate(endpoint: .unix(path: path), source: "present")
            let found = try await DockerClient.connect(toFirstOf: [absent, present], curl: CurlClient())
            #expect(found.candidate == present)
            #expect(found.client.apiVersion == APIVersion(1, 41))
        }
    }

    @Test("When no candidate answers, the error lists every one of them")
    func noneAnswers() async throws {
        let candidates = ["one", "two"].map {
            DockerDiscovery.Candidate(endpoint: .unix(path: "/tmp/x-\($0).sock"), source: $0)
        }
        await #expect {
            _ = try await DockerClient.connect(toFirstOf: candidates, curl: CurlClient())
        } throws: { error in
            guard case DockerError.unavailable(.refused, let message) = error else { return false }
            return message.contains("/tmp/x-one.sock (one)") && message.contains("/tmp/x-two.sock (two)")
        }
    }

    @Test("When the only engine that answers is too old, that is the error")
    func onlyOldAnswers() async throws {
        try await RawServer.withServer(answers: [FakeEngine.ping("1.24")]) { server in
            let absent = DockerDiscovery.Candidate(endpoint: .unix(path: "/tmp/x-absent.sock"), source: "absent")
            let path = try #require(server.socketPath)
            let old = DockerDiscovery.Candidate(endpoint: .unix(path: path), source: "old one")
            await #expect {
                _ = try await DockerClient.connect(toFirstOf: [absent, old], curl: CurlClient())
            } throws: { error in
                guard case DockerError.unsupported(let message) = error else { return false }
                return message.contains("absent") && message.contains("(old one): the engine speaks API 1.24")
            }
        }
    }

    @Test("A TCP endpoint is reached under its own name")
    func overTCP() async throws {
        try await RawServer.withServer(.tcp, answers: [FakeEngine.ping()]) { server in
            let port = try #require(server.url.split(separator: ":").last.flatMap { Int($0) })
            let endpoint = DockerEndpoint.tcp(host: "127.0.0.1", port: port, tls: nil)
            try await DockerClient(endpoint: endpoint, curl: CurlClient()).connect()
            #expect(server.requests.first?["Host"] == "127.0.0.1:\(port)")
        }
    }
}
