internal import CurlHTTP
internal import TestSupport
internal import Testing

@Suite("Responses", .timeLimit(.minutes(10)))
struct ResponseTests {
    private func collect(
        _ answer: RawAnswer,
        method: String = "GET",
        headers: CurlHeaders = [:]
    ) async throws
        -> CollectedResponse
    {
        try await RawServer.withServer(answers: [answer]) { server in
            try await CurlClient().collect(CurlRequest(method, server, headers: headers))
        }
    }

    @Test("carry status, header fields in order, and the body")
    func plain() async throws {
        let answer = RawAnswer.response(404, headers: [("A", "1"), ("a", "2")], body: Array("gone".utf8))
        let response = try await collect(answer)
        #expect(response.status == 404)
        #expect(response.headers.all("A") == ["1", "2"])
        #expect(response.body == Array("gone".utf8))
    }

    @Test("may be chunked, with trailers that are dropped")
    func chunked() async throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: T\r\n\r\n"
        let response = try await collect(.raw(head + "3\r\nabc\r\n2\r\nde\r\n0\r\nT: x\r\n\r\n"))
        #expect(response.body == Array("abcde".utf8))
        #expect(response.headers["T"] == nil)
    }

    @Test("without a length end with the connection")
    func untilClose() async throws {
        try await RawServer.withServer(answers: [.cut("HTTP/1.1 200 OK\r\n\r\nall of it")]) { server in
            var received: [UInt8] = []
            for try await chunk in try await CurlClient().send(CurlRequest("GET", server)).body { received += chunk }
            #expect(received == Array("all of it".utf8))
        }
    }

    @Test("to HEAD have no body whatever their length says")
    func head() async throws {
        let response = try await collect(.raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"), method: "HEAD")
        #expect(response.headers["Content-Length"] == "5000")
        #expect(response.body.isEmpty)
    }

    @Test("204 and 304 have no body", arguments: [204, 304])
    func noBody(status: Int) async throws {
        let response = try await collect(.raw("HTTP/1.1 \(status) No\r\nETag: x\r\n\r\n"))
        #expect(response.status == status)
        #expect(response.body.isEmpty)
    }

    @Test("follow interim answers, which are skipped")
    func interim() async throws {
        let answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n"
        let response = try await collect(.raw(answer + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
        #expect(response.status == 200)
        #expect(response.headers["Link"] == nil)
        #expect(response.body == Array("ok".utf8))
    }

    @Test("are not followed when they redirect, nor decoded when they are compressed")
    func untouched() async throws {
        let redirect = try await collect(.response(302, headers: [("Location", "/elsewhere")]))
        #expect(redirect.status == 302)
        let squeezed = try await collect(.response(headers: [("Content-Encoding", "gzip")], body: [1, 2, 3]))
        #expect(squeezed.body == [1, 2, 3])
    }

    @Test("101 is final, and its stream lasts until the server closes")
    func upgrade() async throws {
        let gate = Gate()
        let head = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
        let answer = RawAnswer([
            .send(Array(head.utf8)), .wait(gate), .send(Array("frame".utf8)), .close,
        ])
        try await RawServer.withServer(answers: [answer]) { server in
            let headers: CurlHeaders = ["Connection": "Upgrade", "Upgrade": "tcp"]
            let response = try await CurlClient().send(CurlRequest("POST", server, "/attach", headers: headers))
            #expect(response.status == 101)
            gate.open()
            #expect(try await response.body.collect(limit: 100) == Array("frame".utf8))
            let request = try #require(server.requests.first)
            #expect(request["Upgrade"] == "tcp")
            #expect(request["Connection"] == "Upgrade")
        }
    }

    @Test("are returned at their head while the body is still to come, chunk by chunk")
    func streaming() async throws {
        let gates = [Gate(), Gate()]
        let answer = RawAnswer([
            .send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)),
            .wait(gates[0]), .send(RawAnswer.chunk([1])),
            .wait(gates[1]), .send(RawAnswer.chunk([2]) + Array("0\r\n\r\n".utf8)),
        ])
        try await RawServer.withServer(answers: [answer]) { server in
            var chunks = try await CurlClient().send(CurlRequest("GET", server)).body.makeAsyncIterator()
            gates[0].open()
            #expect(try await chunks.next() == [1])
            gates[1].open()
            #expect(try await chunks.next() == [2])
            #expect(try await chunks.next() == nil)
            #expect(try await chunks.next() == nil)
        }
    }

    @Test("larger than the limit are refused", arguments: [true, false])
    func tooLarge(isChunked: Bool) async throws {
        let body = [UInt8](repeating: 1, count: 1001)
        let answer = isChunked ? RawAnswer.chunked(parts: [body]) : .response(body: body)
        try await RawServer.withServer(answers: [answer, answer]) { server in
            let client = CurlClient()
            let error = await failure { () async throws(CurlError) in
                try await client.collect(CurlRequest("GET", server), limit: 1000)
            }
            if case .bodyTooLarge(1000) = error {} else { Issue.record("\(String(describing: error))") }
            let response = try await client.collect(CurlRequest("GET", server), limit: 1001)
            #expect(response.body == body)
        }
    }
}
