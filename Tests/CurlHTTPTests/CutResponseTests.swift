internal import CurlHTTP
internal import TestSupport
internal import Testing

@Suite("Connections that end too early", .timeLimit(.minutes(10)))
struct CutResponseTests {
    private func error(for answer: RawAnswer) async throws -> CurlError? {
        try await RawServer.withServer(answers: [answer]) { server in
            let client = CurlClient()
            return await failure { () async throws(CurlError) in try await client.collect(CurlRequest("GET", server)) }
        }
    }

    @Test("before a byte of the response")
    func silence() async throws {
        #expect(try await error(for: .close)?.lostPhase == .beforeResponse)
    }

    @Test(
        "in the head, which libcurl takes for success",
        arguments: [
            "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: y", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n",
        ]
    )
    func head(text: String) async throws {
        #expect(try await error(for: .cut(text))?.lostPhase == .inHeaders)
    }

    @Test(
        "in the body",
        arguments: [
            "Content-Length: 10\r\n\r\n", "Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nab", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        ]
    )
    func body(rest: String) async throws {
        #expect(try await error(for: .cut("HTTP/1.1 200 OK\r\n" + rest))?.lostPhase == .inBody)
    }

    @Test(
        "are none where a connection was taken over, whether or not anything came after the head",
        arguments: ["", "x"]
    )
    func takenOver(bytes: String) async throws {
        let head = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
        try await RawServer.withServer(answers: [.cut(head + bytes)]) { server in
            let response = try await CurlClient().collect(CurlRequest("POST", server))
            #expect(response.status == 101)
            #expect(response.body == Array(bytes.utf8))
        }
    }

    @Test("hand over what arrived before the cut")
    func partial() async throws {
        let answer = RawAnswer.cut("HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\nabc")
        try await RawServer.withServer(answers: [answer]) { server in
            let response = try await CurlClient().send(CurlRequest("POST", server))
            #expect(response.status == 201)
            var chunks = response.body.makeAsyncIterator()
            #expect(try await chunks.next() == Array("abc".utf8))
            let error = await failure { () async throws(CurlError) in try await chunks.next() }
            #expect(error?.lostPhase == .inBody)
        }
    }

    @Test("answers that are no HTTP are told apart", arguments: ["SSH-2.0-x\r\n", "HTTP/1.1 2x0 OK\r\n\r\n"])
    func noHTTP(text: String) async throws {
        #expect(try await error(for: .cut(text))?.isInvalid == true)
    }

    @Test("nobody listens: nothing was sent")
    func refused() async throws {
        let client = CurlClient()
        let request = CurlRequest(method: "GET", url: "http://localhost/", unixSocketPath: "/tmp/x-nobody-there.sock")
        let error = await failure { () async throws(CurlError) in try await client.collect(request) }
        #expect(error?.isCouldNotConnect == true)
    }

    @Test("a server that does not speak TLS behind an https URL is a TLS failure")
    func plainBehindTLS() async throws {
        let behaviour = RawServer.Behaviour(greeting: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        try await RawServer.withServer(.tcp, behaviour: behaviour, answers: []) { server in
            let client = CurlClient()
            let request = CurlRequest(method: "GET", url: server.url.replacing("http://", with: "https://"))
            let error = await failure { () async throws(CurlError) in try await client.collect(request) }
            #expect(error?.isTLS == true)
        }
    }

    @Test("a server that never finishes the TLS handshake runs into the connect timeout: nothing was sent")
    func silentHandshake() async throws {
        try await RawServer.withServer(.tcp, answers: []) { server in
            let client = CurlClient(configuration: .init(connectTimeout: .milliseconds(50)))
            let url = server.url.replacing("http://", with: "https://")
            let request = CurlRequest(method: "GET", url: url, deadline: .seconds(30))
            let error = await failure { () async throws(CurlError) in try await client.collect(request) }
            #expect(error?.isCouldNotConnect == true)
        }
    }

    @Test(
        "a deadline that passes before or while connecting is a deadline",
        arguments: [.milliseconds(1), .milliseconds(50), .milliseconds(500)] as [Duration]
    )
    func deadlineInHandshake(deadline: Duration) async throws {
        try await RawServer.withServer(.tcp, answers: []) { server in
            let client = CurlClient()
            let url = server.url.replacing("http://", with: "https://")
            let request = CurlRequest(method: "GET", url: url, deadline: deadline)
            let error = await failure { () async throws(CurlError) in try await client.collect(request) }
            #expect(error?.isDeadline == true)
        }
    }
}
