internal import OutpostCore
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostGateway

@Suite("Egress through the host's own proxy", .timeLimit(.minutes(10)))
struct ProxiedEgressTests {
    private static let access = EgressAccess(mode: .internet)

    private func withProxy(
        _ answer: @escaping @Sendable (RawRequest) -> RawAnswer,
        delegate: RecordingDelegate = RecordingDelegate(),
        _ body: @Sendable (DoorFixture, RawServer) async throws -> Void
    ) async throws {
        try await RawServer.withServer(.tcp, answer: answer) { server in
            let url = server.url.replacing("http://", with: "http://user:p%40ss@")
            let network = EgressNetwork(
                proxies: EgressProxies(environment: ["HTTP_PROXY": url, "https_proxy": url, "NO_PROXY": "near.test"])
            )
            try await withDoor(DoorOptions(egress: Self.access, network: network), delegate: delegate) { door in
                try await body(door, server)
            }
        }
    }

    @Test("a tunnel is asked of the proxy, with its user, and carries bytes afterwards")
    func tunnel() async throws {
        try await withProxy({ $0.method == "CONNECT" ? .response(200, body: []) : .response(201, body: []) }) {
            door,
            server in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send(
                "CONNECT far.test:443 HTTP/1.1\r\nhost: x\r\n\(EgressDecisionTests.basic)\r\n"
                    + "GET /inner HTTP/1.1\r\nhost: far.test\r\n\r\n"
            )
            let text = await client.read { $0.contains("201") }
            #expect(text.hasPrefix("HTTP/1.1 200 Connection established\r\n\r\n"))
            let requests = try await server.waitForRequests(2)
            #expect(requests[0].method == "CONNECT")
            #expect(requests[0].target == "far.test:443")
            #expect(requests[0]["proxy-authorization"] == "Basic dXNlcjpwQHNz")
            #expect(requests[1].target == "/inner")
            #expect(requests[1]["proxy-authorization"] == nil)
            await client.close()
        }
    }

    @Test("a plain request goes to the proxy in its absolute form, with the proxy's user and not the door's token")
    func plain() async throws {
        try await withProxy({ _ in .response(200, body: Array("far".utf8)) }) { door, server in
            let client = try await RawClient.connect(door.socketPath)
            let head = "GET http://far.test/a?b HTTP/1.1\r\nhost: x\r\n\(EgressDecisionTests.basic)\r\n"
            try await client.send(head)
            #expect(await client.read { $0.hasSuffix("far") }.hasSuffix("far"))
            await client.close()
            let request = try #require(server.requests.first)
            #expect(request.target == "http://far.test:80/a?b")
            #expect(request["host"] == "far.test")
            #expect(request["proxy-authorization"] == "Basic dXNlcjpwQHNz")
        }
    }

    @Test("what the proxy refuses is a failure with its status, never a connection")
    func refused() async throws {
        let delegate = RecordingDelegate()
        try await withProxy({ _ in .response(407, body: []) }, delegate: delegate) { door, _ in
            let answer = try await EgressDecisionTests.ask(door, "CONNECT far.test:443")
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            #expect(answer.contains("answered 407"))
        }
        #expect(delegate.log.withLock { $0.egress.map(\.result) } == [.failed])
    }

    @Test(
        "names of this machine, and addresses, are not the proxy's to decide",
        arguments: ["localhost:80", "metadata:80", "x.localhost:80", "169.254.169.254:80", "[::1]:80", "2130706433:80"]
    )
    func local(target: String) async throws {
        let rule = try #require(EgressRule(target))
        try await RawServer.withServer(.tcp, answer: { _ in .response(200, body: []) }) { server in
            let network = EgressNetwork(proxies: EgressProxies(environment: ["ALL_PROXY": server.url]))
            let options = DoorOptions(egress: EgressAccess([rule]), network: network)
            try await withDoor(options) { door in
                for request in ["CONNECT \(target)", "GET http://\(target)/"] {
                    let status1 = try await EgressDecisionTests.status(door, request)
                    #expect(status1 == "403")
                }
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test(
        "NO_PROXY is honoured",
        arguments: [
            ("a.test", "a.test:443", true), ("a.test", "b.a.test:443", true), (".a.test", "b.a.test:443", true),
            ("*.a.test", "b.a.test:443", true), ("a.test", "xa.test:443", false), ("a.test:80", "a.test:443", false),
            ("a.test:443", "a.test:443", true), ("*", "a.test:443", true), (" b.test , A.test ", "a.test:443", true),
            ("", "a.test:443", false), ("10.0.0.1", "10.0.0.1:443", true), ("[::1]", "[::1]:443", true),
            (",", "a.test:443", false), (".", "a.test:443", false),
        ]
    )
    func bypass(list: String, target: String, isDirect: Bool) throws {
        let proxies = EgressProxies(environment: ["HTTPS_PROXY": "http://proxy.test:3128", "NO_PROXY": list])
        let rule = try #require(EgressRule(target))
        #expect((proxies.server(for: rule, isTunnel: true) == nil) == isDirect)
        #expect(proxies.server(for: rule, isTunnel: false) == nil)
    }

    @Test(
        "a proxy of another kind is not gone around",
        arguments: ["https://proxy.test:443", "socks5://proxy.test:1080"]
    )
    func otherKinds(url: String) async throws {
        let network = EgressNetwork(proxies: EgressProxies(environment: ["ALL_PROXY": url]))
        try await withDoor(DoorOptions(egress: Self.access, network: network)) { door in
            let answer = try await EgressDecisionTests.ask(door, "CONNECT far.test:443")
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            #expect(answer.contains("not an http:// one"))
        }
    }
}
