internal import CurlHTTP
internal import NIOHTTP1
internal import OutpostCore
internal import OutpostGateway
internal import TestSupport
internal import Testing

@Suite("Egress", .timeLimit(.minutes(10)))
struct EgressTests {
    private static let basic = "proxy-authorization: Basic eDpvdGtfdGhyb3dhd2F5\r\n"

    /// A door that may reach the upstream by the name `registry.test`.
    private func withRegistry(
        allowsHalfClosure: Bool = false,
        _ script: @escaping @Sendable (UpstreamCall) async throws -> Void,
        _ body: @Sendable (DoorFixture, ScriptedUpstream) async throws -> Void
    ) async throws {
        try await withUpstream(allowsHalfClosure: allowsHalfClosure, script) { upstream in
            let rule = EgressRule(host: "registry.test", port: upstream.port)
            let network = EgressNetwork(lookup: { $0 == "registry.test" ? ["127.0.0.1"] : nil })
            let options = DoorOptions(egress: EgressAccess(privateHosts: [rule]), network: network)
            try await withDoor(options) { try await body($0, upstream) }
        }
    }

    @Test("CONNECT reaches a host that is allowed, and what was sent along with it arrives")
    func connect() async throws {
        try await withRegistry {
            try await $0.reply(.ok, ["connection": "close"], "hello")
        } _: { door, upstream in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send(
                "CONNECT Registry.Test:\(upstream.port) HTTP/1.1\r\nhost: x\r\n\(Self.basic)\r\n"
                    + "GET /package HTTP/1.1\r\nhost: registry.test\r\n\r\n"
            )
            let text = await client.read()
            #expect(text.hasPrefix("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\n"))
            #expect(text.hasSuffix("hello"))
            #expect(upstream.received.first?.uri == "/package")
            #expect(upstream.received.first?.headers["proxy-authorization"] == [])
        }
    }

    @Test("the end of one side of a tunnel leaves the other side open")
    func halfClose() async throws {
        try await withRegistry(allowsHalfClosure: true) { call in
            let body = try await call.body()
            try await call.reply(.ok, ["connection": "close"], "got \(body.count)")
        } _: { door, upstream in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send("CONNECT registry.test:\(upstream.port) HTTP/1.1\r\nhost: x\r\n\(Self.basic)\r\n")
            _ = await client.read { $0.hasSuffix("\r\n\r\n") }
            try await client.send("PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nabcd")
            try await client.endSending()
            #expect(await client.read().hasSuffix("got 4"))
        }
    }

    @Test("a tunnel ends at the other host when the container's side is closed")
    func tunnelClose() async throws {
        let closed = Gate()
        try await withRegistry { call in
            try await call.begin(.ok)
            try await call.waitForClose()
            closed.open()
        } _: { door, upstream in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send(
                "CONNECT registry.test:\(upstream.port) HTTP/1.1\r\nhost: x\r\n\(Self.basic)\r\n"
                    + "GET / HTTP/1.1\r\nhost: x\r\n\r\n"
            )
            _ = await client.read { $0.contains("HTTP/1.1 200 OK") }
            await client.close()
            try await closed.pass()
        }
    }

    @Test(
        "what no rule names is refused, by CONNECT and plainly",
        arguments: ["other.test", "127.0.0.1", "registry.test.evil.test", "xregistry.test"]
    )
    func refused(host: String) async throws {
        try await withRegistry {
            try await $0.reply(.ok)
        } _: { door, upstream in
            for request in [
                "CONNECT \(host):\(upstream.port) HTTP/1.1", "GET http://\(host):\(upstream.port)/ HTTP/1.1",
                "CONNECT registry.test:443 HTTP/1.1", "GET http://registry.test/ HTTP/1.1",
            ] {
                let client = try await RawClient.connect(door.socketPath)
                try await client.send("\(request)\r\nhost: x\r\nconnection: close\r\n\(Self.basic)\r\n")
                let answer = await client.read()
                #expect(answer.hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
                #expect(answer.contains("EGRESS_REFUSED"))
            }
            #expect(upstream.received.isEmpty)
        }
    }

    @Test("a tunnel that is refused ends its connection: nothing that follows on it would be read")
    func refusedTunnel() async throws {
        try await withRegistry {
            try await $0.reply(.ok)
        } _: { door, _ in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send("CONNECT other.test:443 HTTP/1.1\r\nhost: x\r\n\(Self.basic)\r\n")
            let answer = await client.read()
            #expect(answer.hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
            #expect(answer.lowercased().contains("connection: close"))
        }
    }

    @Test("proxying needs the token as a proxy's password", arguments: ["", "authorization: Bearer otk_throwaway\r\n"])
    func proxyToken(header: String) async throws {
        try await withRegistry {
            try await $0.reply(.ok)
        } _: { door, upstream in
            for request in ["CONNECT registry.test:\(upstream.port)", "GET http://registry.test:\(upstream.port)/"] {
                let client = try await RawClient.connect(door.socketPath)
                try await client.send("\(request) HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\(header)\r\n")
                let answer = await client.read()
                #expect(answer.hasPrefix("HTTP/1.1 407 Proxy Authentication Required\r\n"))
                #expect(answer.lowercased().contains("proxy-authenticate: basic"))
            }
            #expect(upstream.received.isEmpty)
        }
    }

    @Test(
        "a name that leads into a closed network is refused",
        arguments: ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1"]
    )
    func closedNetwork(address: String) async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            let rule = EgressRule(host: "registry.test", port: upstream.port)
            let network = EgressNetwork(lookup: { $0 == "registry.test" ? [address] : nil })
            try await withDoor(DoorOptions(egress: EgressAccess([rule]), network: network)) { door in
                let client = try await RawClient.connect(door.socketPath)
                try await client.send(
                    "CONNECT registry.test:\(upstream.port) HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\(Self.basic)\r\n"
                )
                #expect(await client.read().hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
            }
            #expect(upstream.received.isEmpty)
        }
    }

    @Test("an address of this host that a rule names is refused all the same")
    func literal() async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            let rule = EgressRule(host: "127.0.0.1", port: upstream.port)
            try await withDoor(DoorOptions(egress: EgressAccess([rule]))) { door in
                let client = try await RawClient.connect(door.socketPath)
                try await client.send(
                    "GET http://127.0.0.1:\(upstream.port)/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\(Self.basic)\r\n"
                )
                #expect(await client.read().hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
            }
            #expect(upstream.received.isEmpty)
        }
    }

    @Test("a metadata service stays closed even where private networks are open")
    func metadataService() async throws {
        let rule = EgressRule(host: "registry.test", port: 80)
        let network = EgressNetwork(lookup: { $0 == "registry.test" ? ["169.254.169.254"] : nil })
        let access = EgressAccess(privateHosts: [rule])
        try await withDoor(DoorOptions(egress: access, network: network)) { door in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send(
                "CONNECT registry.test:80 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\(Self.basic)\r\n"
            )
            #expect(await client.read().hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
        }
    }

    @Test("plain proxying passes request and answer on, without the door's token")
    func plain() async throws {
        let received = Observed<[UInt8]>([])
        try await withRegistry { call in
            let body = try await call.body()
            received.update { $0 = body }
            try await call.reply(.ok, ["x-a": "b"], "hello")
        } _: { door, upstream in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send(
                "POST http://registry.test:\(upstream.port)/a/b?c=%20d HTTP/1.1\r\nhost: wrong\r\n\(Self.basic)"
                    + "authorization: Bearer registry-key\r\nx-leak: otk_throwaway\r\nproxy-connection: keep-alive\r\n"
                    + "transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
            )
            let answer = await client.read()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("hello"))
            let head = try #require(upstream.received.first)
            #expect(head.uri == "/a/b?c=%20d")
            #expect(head.headers["host"] == ["registry.test:\(upstream.port)"])
            #expect(head.headers["authorization"] == ["Bearer registry-key"])
            #expect(head.headers["connection"] == ["close"])
            #expect(!"\(head)".contains("otk_throwaway"))
            #expect(head.headers["proxy-connection"].isEmpty)
        }
        #expect(String(decoding: received.value, as: UTF8.self) == "abcde")
    }

    @Test("a host that does not answer is 502")
    func unreachable() async throws {
        // Nobody listens on the port of "tcpmux"; one that was free a moment ago may be another test's by now.
        let rule = EgressRule(host: "registry.test", port: 1)
        let network = EgressNetwork(lookup: { $0 == "registry.test" ? ["127.0.0.1"] : nil })
        let access = EgressAccess(privateHosts: [rule])
        try await withDoor(DoorOptions(egress: access, network: network)) { door in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send(
                "CONNECT registry.test:1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\(Self.basic)\r\n"
            )
            #expect(await client.read().hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"))
        }
    }
}
