internal import CurlHTTP
internal import NIOHTTP1
internal import OutpostCore
internal import Testing

@Suite("Failures of the model", .timeLimit(.minutes(10)))
struct ModelFailureTests {
    @Test("a provider's error goes through untouched and its message is reported")
    func errorAnswer() async throws {
        let body = #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#
        try await withUpstream { call in
            try await call.reply(.custom(code: 529, reasonPhrase: "x"), ["retry-after": "7"], body)
        } _: { upstream in
            let delegate = RecordingDelegate()
            try await withDoor(DoorOptions(model: upstream.model()), delegate: delegate) { door in
                let answer = try await door.call("POST", "/model/v1/messages")
                #expect(answer.status == 529)
                #expect(answer.text == body)
                #expect(answer.headers["retry-after"] == "7")
                let expected = ModelExchange(
                    path: "/v1/messages",
                    status: 529,
                    failure: "Overloaded",
                    code: "overloaded_error",
                    retryAfter: "7"
                )
                #expect(await delegate.nextExchange() == expected)
            }
        }
    }

    @Test("the real key does not get into a reported message")
    func redacted() async throws {
        try await withUpstream { call in
            try await call.reply(.unauthorized, [:], "bad key \(DoorFixture.credential)!")
        } _: { upstream in
            let delegate = RecordingDelegate()
            try await withDoor(DoorOptions(model: upstream.model()), delegate: delegate) { door in
                _ = try await door.call("POST", "/model/v1/messages")
                #expect(await delegate.nextExchange()?.failure == "bad key [redacted]!")
            }
        }
    }

    @Test("an error event in a stream that began well is reported")
    func errorEvent() async throws {
        try await withUpstream { call in
            try await call.begin(.ok, ["content-type": "text/event-stream; charset=utf-8"])
            try await call.write("event: message_start\ndata: {}\n\nevent: er")
            try await call.write("ror\ndata: {\"type\":\"error\",\"error\":{\"message\":\"Overl")
            try await call.write("oaded\"}}\n\n")
            try await call.end()
        } _: { upstream in
            let delegate = RecordingDelegate()
            try await withDoor(DoorOptions(model: upstream.model()), delegate: delegate) { door in
                try await door.expect(200, "POST", "/model/v1/messages")
                #expect(await delegate.nextExchange()?.failure == "Overloaded")
            }
        }
    }

    @Test(
        "a provider that cannot be reached is 502 in the shape of its dialect",
        arguments: [
            (ModelDialect.anthropic, #""type":"error""#), (.responses, #""code":"provider_unreachable""#),
            (.chat, #""code":"provider_unreachable""#), (.gemini, #""status":"UNAVAILABLE""#),
        ]
    )
    func unreachable(dialect: ModelDialect, mark: String) async throws {
        // A port that was just free.
        let port = try await withUpstream { _ in
        } _: {
            $0.port
        }
        let model = ModelRoute(
            upstream: "http://127.0.0.1:\(port)",
            header: "x-api-key",
            credential: DoorFixture.credential,
            dialect: dialect
        )
        let delegate = RecordingDelegate()
        try await withDoor(DoorOptions(model: model), delegate: delegate) { door in
            let answer = try await door.call("POST", "/model/v1/messages", body: .bytes(Array("{}".utf8)))
            #expect(answer.status == 502)
            #expect(answer.headers["content-type"] == "application/json")
            #expect(answer.text.contains(mark))
            #expect(!answer.text.contains(DoorFixture.credential))
            let exchange = try #require(await delegate.nextExchange())
            #expect(exchange.status == nil)
            #expect(exchange.failure?.contains("could not connect") == true)
        }
    }
}
