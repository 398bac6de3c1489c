internal import Testing

@testable internal import OutpostGateway

@Suite("Reading reasons out of answers")
struct FailureReaderTests {
    @Test(
        "each provider's error document gives its message",
        arguments: [
            (#"{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens"}}"#, "max_tokens"),
            (#"{"error":{"message":"Rate limit","type":"tokens","param":null,"code":"x"}}"#, "Rate limit"),
            (#"{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED"}}"#, "Quota"),
            (#"[{"error":{"code":400,"message":"List"}}]"#, "List"),
            (#"{"error":"model not found"}"#, "model not found"),
            (#"{"detail":"Not Found"}"#, "Not Found"), (#"{"message":"no"}"#, "no"),
            ("<html>502 Bad Gateway</html>", "<html>502 Bad Gateway</html>"),
            (#"{"error":{"code":1}}"#, #"{"error":{"code":1}}"#),
        ]
    )
    func documents(body: String, message: String) {
        var reader = ErrorBodyReader()
        for byte in body.utf8 { reader.read([byte]) }
        #expect(reader.failure?.message == message)
    }

    @Test("an empty answer gives no reason, a long one only its beginning")
    func bounds() {
        #expect(ErrorBodyReader().failure == nil)
        var reader = ErrorBodyReader()
        for _ in 0..<100 { reader.read([UInt8](repeating: 120, count: 4096)) }
        #expect(reader.failure?.message == String(repeating: "x", count: 300))
    }

    @Test(
        "a failure is found in a stream, wherever it is cut",
        arguments: [
            ("event: error\r\ndata: {\"error\":{\"message\":\"A\"}}\r\n\r\n", "A"),
            ("event: response.failed\ndata: {\"response\":{\"error\":{\"message\":\"B\"}}}\n\n", "B"),
            ("data: {\"ok\":1}\n\ndata: {\"error\":{\"message\":\"C\"}}\n\n", "C"),
            ("data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"message\":\"D\"}}}\n\n", "D"),
            ("event: error\ndata: plain words\n\n", "plain words"),
        ]
    )
    func streams(text: String, message: String) {
        for size in [1, 3, 7, 1000] {
            var reader = EventStreamReader()
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                reader.read(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(reader.failure?.message == message)
        }
    }

    @Test(
        "the provider's own word for the kind, and the time until it may be asked again, are read",
        arguments: [
            (#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#, "overloaded_error", nil),
            (#"{"error":{"message":"m","type":"tokens","code":"insufficient_quota"}}"#, "insufficient_quota", nil),
            (#"{"code":"The caller may not","error":"m"}"#, "The caller may not", nil),
            (
                #"{"error":{"code":404,"message":"m","status":"NOT_FOUND","details":[{"reason":"x"}]}}"#, "NOT_FOUND",
                nil
            ),
            (
                #"{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"links":[]},{"retryDelay":"33.6s"}]}}"#,
                "RESOURCE_EXHAUSTED", "33.6"
            ), (#"{"error":{"message":"m","details":"none"}}"#, nil, nil),
        ] as [(String, String?, String?)]
    )
    func kinds(body: String, code: String?, retryAfter: String?) {
        var reader = ErrorBodyReader()
        reader.read(Array(body.utf8))
        #expect(reader.failure == ProviderFailure(message: "m", code: code, retryAfter: retryAfter))
    }

    private static let refusals = [
        #"{"type":"message_delta","delta":{"stop_reason":"refusal","stop_sequence":null}}"#,
        #"{"type":"message","stop_reason": "refusal","content":[]}"#,
        #"{"type":"response.refusal.done","refusal":"I cannot"}"#,
        #"{"object":"response","output":[{"type":"message","content":[{"type":"refusal","refusal":"no"}]}]}"#,
        #"{"type":"response.incomplete","response":{"incomplete_details":{"reason":"content_filter"}}}"#,
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]}"#,
        #"{"candidates": [{"finishReason": "PROHIBITED_CONTENT"}]}"#,
        #"{"promptFeedback":{"blockReason":"SAFETY"}}"#,
    ]

    @Test("a model that declines is a refusal, in a stream and in a whole answer", arguments: refusals)
    func refusal(document: String) {
        var stream = EventStreamReader()
        // What follows in the same piece takes nothing back.
        stream.read(Array("data: {}\n\ndata: \(document)\n\ndata: {}\n\ndata: [DONE]\n\n".utf8))
        var whole = AnswerBodyReader()
        whole.read(Array(document.utf8))
        for failure in [stream.failure, stream.failureAtEnd, whole.failureAtEnd] {
            #expect(failure?.code == "refusal")
        }
    }

    @Test(
        "a model that writes about refusals has not refused",
        arguments: [
            #"{"type":"content_block_delta","delta":{"text":"\"stop_reason\":\"refusal\""}}"#,
            #"{"choices":[{"delta":{"content":"","refusal":null},"finish_reason":null}]}"#,
            #"{"candidates":[{"content":{"parts":[{"functionCall":{"args":{"finishReason":"SAFETY"}}}]}}]}"#,
            #"{"type":"response.output_text.delta","delta":"content_filter refusal"}"#,
        ]
    )
    func innocentWords(document: String) {
        var stream = EventStreamReader()
        stream.read(Array("data: \(document)\n\n".utf8))
        var whole = AnswerBodyReader()
        whole.read(Array(document.utf8))
        #expect(stream.failureAtEnd == nil)
        #expect(whole.failureAtEnd == nil)
    }

    @Test(
        "what no model answers is malformed, and quoted",
        arguments: [("", "it is empty"), ("<html>sign in</html>", "<html>sign in</html>")]
    )
    func malformed(body: String, quote: String) {
        var stream = EventStreamReader()
        stream.read(Array((body.isEmpty ? "" : "data: \(body)\n\ndata: {}\n\n").utf8))
        var whole = AnswerBodyReader()
        whole.read(Array(body.utf8))
        for failure in [stream.failureAtEnd, whole.failureAtEnd] {
            #expect(failure?.message == "the answer is not in the provider's format: \(quote)")
        }
    }

    @Test("a long answer, and a comment before the first event, are no failure")
    func longAnswer() {
        var whole = AnswerBodyReader()
        for _ in 0..<100 { whole.read([UInt8](repeating: 120, count: 4096)) }
        #expect(whole.failureAtEnd == nil)
        var stream = EventStreamReader()
        stream.read(Array(": still at work\n\ndata: {}\n\n".utf8))
        #expect(stream.failureAtEnd == nil)
    }

    @Test(
        "the end that a format has of its own is seen before the connection's",
        arguments: [
            ("event: message_stop\ndata: {}\n\n", true), ("event: response.completed\ndata: {}\n\n", true),
            ("data: {}\n\ndata: [DONE]\n\n", true), (#"data: {"candidates":[{"finishReason":"STOP"}]}"# + "\n\n", true),
            ("event: message_start\ndata: {}\n\n", false), ("data: {\"choices\":[]}\n\n", false),
        ]
    )
    func ends(text: String, isComplete: Bool) {
        var stream = EventStreamReader()
        stream.read(Array(text.utf8))
        #expect(stream.isComplete == isComplete)
    }

    @Test("a model that writes about errors has not failed")
    func innocentStream() {
        var reader = EventStreamReader()
        let text = """
            event: content_block_delta
            data: {"type":"content_block_delta","delta":{"text":"event: error data: {\\"error\\":1}"}}

            data: {"choices":[{"delta":{"content":"\\"error\\""}}]}

            """
        reader.read(Array(text.utf8))
        #expect(reader.failure == nil)
    }
}
