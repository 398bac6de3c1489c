internal import CurlHTTP
internal import TestSupport
internal import Testing

@Suite("Requests on the wire", .timeLimit(.minutes(10)))
struct RequestWireTests {
    /// Sends one request and returns what the server saw.
    private func seen(_ make: (RawServer) -> CurlRequest) async throws -> RawRequest {
        try await RawServer.withServer(answers: [.response()]) { server in
            _ = try await CurlClient().collect(make(server))
            return try #require(await server.waitForRequests(1).first)
        }
    }

    @Test("hold what was asked for and nothing more")
    func minimal() async throws {
        let request = try await seen {
            CurlRequest("GET", $0, "/v1/../a%20b?x=1&y=%2F", headers: ["X-Many": "1", "x-many": "2"])
        }
        #expect(request.method == "GET")
        #expect(request.target == "/v1/../a%20b?x=1&y=%2F")
        #expect(
            request.headers == [
                .init("Host", "localhost"), .init("User-Agent", "outpost"), .init("X-Many", "1"), .init("x-many", "2"),
            ]
        )
    }

    @Test("keep header fields that are empty, and the caller's Host and User-Agent")
    func fields() async throws {
        let request = try await seen {
            CurlRequest("GET", $0, headers: ["Host": "docker", "User-Agent": "me", "X-Empty": "", "Accept": "*/*"])
        }
        #expect(
            Set(request.headers.map { "\($0.name)=\($0.value)" }) == [
                "Host=docker", "User-Agent=me", "X-Empty=", "Accept=*/*",
            ]
        )
    }

    @Test("say that a POST, PUT or PATCH without a body is empty", arguments: ["POST", "PUT", "PATCH"])
    func emptyBody(method: String) async throws {
        let none = try await seen { CurlRequest(method, $0) }
        let zero = try await seen { CurlRequest(method, $0, body: .bytes([])) }
        for request in [none, zero] {
            #expect(request.method == method)
            #expect(request.headers.filter { $0.name == "Content-Length" } == [.init("Content-Length", "0")])
            #expect(request["Transfer-Encoding"] == nil)
        }
    }

    @Test("carry a body under any method, framed by its own length", arguments: ["POST", "PUT", "DELETE", "GET"])
    func bytes(method: String) async throws {
        let headers: CurlHeaders = [
            "Content-Length": "99", "Transfer-Encoding": "chunked", "Content-Type": "text/plain",
        ]
        let request = try await seen { CurlRequest(method, $0, headers: headers, body: .bytes(Array("hello".utf8))) }
        #expect(request.method == method)
        #expect(request.text == "hello")
        #expect(request.headers.filter { $0.name.lowercased() == "content-length" } == [.init("Content-Length", "5")])
        #expect(request["Transfer-Encoding"] == nil)
        #expect(request["Expect"] == nil)
        #expect(request["Content-Type"] == "text/plain")
    }

    @Test("wait for 100 Continue from 1 MiB on, and the answer that follows is the response")
    func expectation() async throws {
        let body = [UInt8](repeating: 7, count: 1 << 20)
        let request = try await seen { CurlRequest("POST", $0, body: .bytes(body)) }
        #expect(request["Expect"] == "100-continue")
        #expect(request.body == body)
    }

    @Test("that could smuggle are refused before a byte is sent")
    func injection() async throws {
        try await RawServer.withServer(answers: []) { server in
            let client = CurlClient()
            let refused = [
                CurlRequest("GET", server, headers: ["X": "a\r\nY: b"]),
                CurlRequest("GET", server, headers: ["X\nY": "b"]),
                CurlRequest("GET", server, headers: ["": "b"]), CurlRequest("GET /x", server),
                CurlRequest("GET", server, "/a b"), CurlRequest("GET", server, "/\r\nX: y"),
                CurlRequest(method: "GET", url: "file:///etc/passwd"), CurlRequest(method: "GET", url: "http://"),
                CurlRequest("POST", server, body: .stream(length: -1, makeChunks().stream)),
            ]
            for request in refused {
                let error = await failure { () async throws(CurlError) in try await client.collect(request) }
                #expect(error?.isInvalid == true, "\(request.method) \(request.url)")
            }
            #expect(server.log.value.opened == 0)
        }
    }

    @Test("go over TCP as over a unix socket")
    func tcp() async throws {
        try await RawServer.withServer(.tcp, answers: [.response(body: Array("hi".utf8))]) { server in
            let response = try await CurlClient().collect(CurlRequest("GET", server))
            #expect(response.body == Array("hi".utf8))
        }
    }
}
