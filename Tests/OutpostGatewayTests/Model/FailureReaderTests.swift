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
        #expect(reader.failure == message)
    }

    @Test("an empty answer gives no reason, a long one only its beginning")
    func bounds() {
        #expect(ErrorBodyReader().failure == nil)
        var reader = ErrorBodyReader()
        for _ in 0..<100 { reader.read([UInt8](repeating: 120, count: 4096)) }
        #expect(reader.failure == String(repeating: "x", count: 300))
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
            #expect(reader.failure == message)
        }
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
