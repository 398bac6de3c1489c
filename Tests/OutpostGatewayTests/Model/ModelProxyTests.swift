internal import CurlHTTP
internal import NIOHTTP1
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("Model proxy", .timeLimit(.minutes(10)))
struct ModelProxyTests {
    @Test("the request arrives as it was sent, with the real key and without the container's")
    func request() async throws {
        let received = Observed<[UInt8]>([])
        try await withUpstream { call in
            let body = try await call.body()
            received.update { $0 = body }
            try await call.reply(.ok, ["content-type": "application/json", "request-id": "r1"], #"{"ok":true}"#)
        } _: { upstream in
            let delegate = RecordingDelegate()
            try await withDoor(DoorOptions(model: upstream.model()), delegate: delegate) { door in
                let answer = try await door.call(
                    "POST",
                    "/model/v1/messages?beta=true&x=%20y",
                    headers: [
                        "authorization": "Bearer otk_throwaway", "x-api-key": "otk_throwaway", "cookie": "a=b",
                        "anthropic-beta": "one,two", "accept-encoding": "gzip", "te": "trailers",
                        "connection": "keep-alive, x-hop", "x-hop": "1", "x-custom": "otk_throwaway",
                        "user-agent": "claude-cli/2", "content-type": "application/json",
                    ],
                    body: .bytes(Array(#"{"model":"m"}"#.utf8))
                )
                #expect(answer.status == 200)
                #expect(answer.text == #"{"ok":true}"#)
                #expect(answer.headers["request-id"] == "r1")
                #expect(await delegate.nextExchange() == ModelExchange(path: "/v1/messages", status: 200))
            }
            let head = try #require(upstream.received.first)
            #expect(head.method == .POST)
            #expect(head.uri == "/v1/messages?beta=true&x=%20y")
            #expect(head.headers["x-api-key"] == [DoorFixture.credential])
            #expect(head.headers["accept-encoding"] == ["identity"])
            #expect(head.headers["anthropic-beta"] == ["one,two"])
            #expect(head.headers["user-agent"] == ["claude-cli/2"])
            #expect(head.headers["content-length"] == ["13"])
            #expect(head.headers["host"] == ["127.0.0.1:\(upstream.port)"])
            for name in ["authorization", "cookie", "te", "x-hop", "x-custom", "expect", "transfer-encoding"] {
                #expect(head.headers[name].isEmpty, "\(name) must not be passed on")
            }
            #expect(!"\(head)".contains("otk_throwaway"))
        }
        #expect(String(decoding: received.value, as: UTF8.self) == #"{"model":"m"}"#)
    }

    @Test("the credential goes where the provider wants it")
    func credentialForms() async throws {
        for (header, value) in [
            ("authorization", "Bearer \(DoorFixture.credential)"), ("x-goog-api-key", DoorFixture.credential),
        ] {
            try await withUpstream {
                try await $0.reply(.ok)
            } _: { upstream in
                try await withDoor(DoorOptions(model: upstream.model(.chat, header: header))) { door in
                    try await door.expect(200, "GET", "/model/v1/models")
                }
                #expect(upstream.received.first?.headers[header] == [value])
            }
        }
    }

    @Test("a provider without a key is sent none")
    func noCredential() async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            var model = upstream.model(.chat, header: "authorization")
            model.credential = nil
            try await withDoor(DoorOptions(model: model)) { door in
                try await door.expect(200, "GET", "/model/v1/models")
            }
            #expect(upstream.received.first?.headers["authorization"] == [])
        }
    }

    @Test("keys in Gemini's query are removed and the rest of it is kept")
    func geminiQuery() async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            try await withDoor(DoorOptions(model: upstream.model(.gemini, header: "x-goog-api-key"))) { door in
                let path = "/model/v1beta/models/g:streamGenerateContent?alt=sse&key=otk_x&%6bey=y&z=1"
                try await door.expect(200, "POST", path)
            }
            #expect(upstream.received.first?.uri == "/v1beta/models/g:streamGenerateContent?alt=sse&z=1")
        }
    }

    @Test("a request without the door's token does not reach the provider")
    func unauthorized() async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            try await withDoor(DoorOptions(model: upstream.model())) { door in
                let wrong: CurlHeaders = ["x-api-key": DoorFixture.credential]
                try await door.expect(401, "POST", "/model/v1/messages", headers: wrong)
                try await door.expect(401, "POST", "/model/v1/messages", headers: [:])
            }
            #expect(upstream.received.isEmpty)
        }
    }

    @Test("a request that would leave the provider's base does not reach it")
    func traversal() async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            var model = upstream.model()
            model.upstream += "/base"
            try await withDoor(DoorOptions(model: model)) { door in
                try await door.expect(400, "GET", "/model/../secret")
                try await door.expect(400, "GET", "/model/v1/%2e%2e/%2e%2e/secret")
                try await door.expect(200, "GET", "/model/v1/models")
            }
            #expect(upstream.received.map(\.uri) == ["/base/v1/models"])
        }
    }

    @Test("a response header that holds the real key is dropped")
    func echoedCredential() async throws {
        try await withUpstream { call in
            try await call.reply(.ok, ["x-echo": "key=\(DoorFixture.credential)", "x-other": "kept"])
        } _: { upstream in
            try await withDoor(DoorOptions(model: upstream.model())) { door in
                let answer = try await door.call("GET", "/model/v1/models")
                #expect(answer.headers["x-echo"] == nil)
                #expect(answer.headers["x-other"] == "kept")
            }
        }
    }

    @Test("redirects are handed to the agent, not followed")
    func redirect() async throws {
        try await withUpstream { call in
            try await call.reply(.temporaryRedirect, ["location": "https://elsewhere.example/v1"])
        } _: { upstream in
            try await withDoor(DoorOptions(model: upstream.model())) { door in
                let answer = try await door.call("GET", "/model/v1/models")
                #expect(answer.status == 307)
                #expect(answer.headers["location"] == "https://elsewhere.example/v1")
            }
            #expect(upstream.received.count == 1)
        }
    }

    @Test("an upgrade to WebSocket is refused at once")
    func webSocket() async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            try await withDoor(DoorOptions(model: upstream.model(.responses))) { door in
                let client = try await RawClient.connect(door.socketPath)
                try await client.send(
                    "GET /model/v1/responses HTTP/1.1\r\nhost: x\r\nauthorization: Bearer otk_throwaway\r\n"
                        + "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\r\n"
                )
                #expect(await client.read().hasPrefix("HTTP/1.1 426 Upgrade Required\r\n"))
            }
            #expect(upstream.received.isEmpty)
        }
    }

    @Test("HEAD has the headers of an answer and no body")
    func head() async throws {
        try await withUpstream { call in
            try await call.begin(.ok, ["content-length": "11"])
            try await call.end()
        } _: { upstream in
            try await withDoor(DoorOptions(model: upstream.model())) { door in
                for _ in 0..<2 {
                    let answer = try await door.call("HEAD", "/model/v1/models")
                    #expect(answer.status == 200)
                    #expect(answer.headers["content-length"] == "11")
                    #expect(answer.body.isEmpty)
                }
            }
        }
    }
}
