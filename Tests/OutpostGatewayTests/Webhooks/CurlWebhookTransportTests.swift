internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import OutpostGateway
internal import TestSupport
internal import Testing

@Suite("A webhook's message on the network", .timeLimit(.minutes(10)))
struct CurlWebhookTransportTests {
    private func post(_ url: String, opened: EgressRule? = nil) throws -> WebhookPost {
        WebhookPost(
            target: try WebhookTarget(url, privateHosts: opened.map { [$0] } ?? []),
            message: "msg_1",
            timestamp: 1_700_000_000,
            signature: "v1,AAAA",
            body: Array(#"{"type":"t"}"#.utf8)
        )
    }

    private func transport(_ addresses: [String: [String]] = [:], own: [String] = []) -> CurlWebhookTransport {
        let network = EgressNetwork(lookup: { addresses[$0] ?? [] }, ownAddresses: { own })
        return CurlWebhookTransport(curl: CurlClient(), network: network)
    }

    /// A transport that knows the server under a name that no resolver has, and the name opened for it.
    private func send(_ server: RawServer, _ path: String = "/hook?x=1") async throws -> WebhookReply {
        let port = try #require(URL(string: server.url)?.port)
        let message = try post("http://hooks.lan:\(port)\(path)", opened: EgressRule(host: "hooks.lan", port: port))
        return try await transport(["hooks.lan": ["127.0.0.1"]]).post(message)
    }

    @Test("is one POST with the headers of Standard Webhooks, to the address that was looked at")
    func wire() async throws {
        try await RawServer.withServer(.tcp, answers: [.response(202, body: Array("taken".utf8))]) { server in
            let reply = try await send(server)
            #expect(reply == WebhookReply(status: 202, body: "taken"))
            let request = try #require(try await server.waitForRequests(1).first)
            #expect(request.method == "POST")
            #expect(request.target == "/hook?x=1")
            #expect(request["host"]?.hasPrefix("hooks.lan:") == true)
            #expect(request["webhook-id"] == "msg_1")
            #expect(request["webhook-timestamp"] == "1700000000")
            #expect(request["webhook-signature"] == "v1,AAAA")
            #expect(request["content-type"] == "application/json")
            #expect(request.body == Array(#"{"type":"t"}"#.utf8))
        }
    }

    @Test("follows no redirect, and tells when to come again")
    func redirect() async throws {
        let headers = [("Location", "http://127.0.0.1:1/"), ("Retry-After", "7")]
        try await RawServer.withServer(.tcp, answers: [.response(307, headers: headers)]) { server in
            let reply = try await send(server)
            #expect(reply == WebhookReply(status: 307, retryAfter: "7"))
            #expect(server.requests.count == 1)
        }
    }

    @Test("reads no more than the beginning of the answer, however long that goes on")
    func endless() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + String(repeating: "x", count: 4096)
        try await RawServer.withServer(.tcp, answers: [.raw(head)]) { server in
            let reply = try await send(server)
            #expect(reply.status == 200)
            #expect(reply.body == String(repeating: "x", count: WebhookDelivery.responseBytes))
            try await server.waitForClosed(1)
        }
    }

    @Test("counts by the status where the answer's body breaks off, and fails where there is no answer")
    func cut() async throws {
        let broken = RawAnswer.cut("HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n")
        try await RawServer.withServer(.tcp, answers: [broken, .close]) { server in
            let reply = try await send(server)
            #expect(reply.status == 204)
            await #expect(throws: WebhookFailure.self) { try await send(server) }
        }
    }

    @Test(
        "reaches no address of a network that is closed, by whatever name",
        arguments: [
            "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254",
            "0.0.0.0",
            "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.9", "::1", "::", "fe80::1", "fc00::1",
            "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
            "2001:db8::1", "5.6.7.8",
        ]
    )
    func closed(address: String) async throws {
        // The last of them is public, and this host's own.
        let transport = transport(["hooks.test": [address]], own: ["5.6.7.8"])
        let message = try post("https://hooks.test/")
        #expect(try await transport.refusal(of: message.target) != nil)
        let failure = await #expect(throws: WebhookFailure.self) { try await transport.post(message) }
        #expect(failure?.reason.contains("has an address in a") == true, "\(failure?.reason ?? "")")
    }

    @Test(
        "reaches none by its numbers either, however they are written",
        arguments: [
            "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::1]", "[::ffff:7f00:1]",
        ]
    )
    func literal(host: String) async throws {
        // The system's resolver takes all of these for this machine, where it takes them at all.
        let network = EgressNetwork(ownAddresses: { [] })
        let transport = CurlWebhookTransport(curl: CurlClient(), network: network)
        guard let message = try? post("https://\(host)/") else { return }
        await #expect(throws: WebhookFailure.self) { try await transport.post(message) }
        if host == "127.0.0.1" || host == "localhost" {
            #expect(try await transport.refusal(of: message.target)?.contains("webhook_private_hosts") == true)
        }
    }

    @Test("reaches what the operator opened in a private network, but no metadata service")
    func opened() async throws {
        let rule = EgressRule(host: "hooks.lan", port: 443)
        let message = try post("https://hooks.lan/", opened: rule)
        #expect(try await transport(["hooks.lan": ["10.0.0.1"]]).refusal(of: message.target) == nil)
        #expect(try await transport(["hooks.lan": ["169.254.169.254"]]).refusal(of: message.target) != nil)
        #expect(try await transport().refusal(of: message.target) == nil, "a name may be found later")
    }

    @Test("asks for an address once for each attempt, and connects to that one")
    func rebinding() async throws {
        try await RawServer.withServer(.tcp, answers: [.response(200)]) { server in
            let port = try #require(URL(string: server.url)?.port)
            let lookups = Observed(0)
            let network = EgressNetwork(
                lookup: { _ in
                    lookups.update {
                        $0 += 1; return $0
                    } == 1 ? ["127.0.0.1"] : ["127.0.0.99"]
                },
                ownAddresses: { [] }
            )
            let rule = EgressRule(host: "hooks.lan", port: port)
            let message = try post("http://hooks.lan:\(port)/", opened: rule)
            let reply = try await CurlWebhookTransport(curl: CurlClient(), network: network).post(message)
            #expect(reply.status == 200)
            #expect(lookups.value == 1)
        }
    }
}
