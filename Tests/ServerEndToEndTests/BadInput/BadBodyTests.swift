internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("A bad body", .withOneTenant, .timeLimit(.minutes(15)))
    struct BadBodyTests {
        private static let malformed = [
            "{", "[1,", "nul", "{\"agent\":}", "{'agent':'a'}", "{\"a\":1,}", "{\"a\":1}{}", "\u{FEFF}{}", "{\"a\":01}",
            "{\"timeoutSeconds\":NaN}", "{\"timeoutSeconds\":Infinity}", "{\"task\":\"\n\"}", "{\"task\":\"\\x\"}",
            "{\"task\":\"\\ud800\"}", String(repeating: "[", count: 100_000), "agent=claude&task=hello",
        ]

        @Test("that is not JSON is refused", arguments: malformed)
        func syntax(_ body: String) async throws {
            let client = try OneTenant.shared().client
            for path in ["/dispatch", "/api/v2/jobs"] {
                let answer = try await client.call("POST", path, bytes: Array(body.utf8))
                expectRefusal(answer, 400...400, path)
                #expect(answer.errorCode == "VALIDATION_ERROR")
            }
        }

        @Test("that is not UTF-8 is refused")
        func invalidText() async throws {
            let client = try OneTenant.shared().client
            for bytes in [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3]] as [[UInt8]] {
                let body = Array("{\"task\":\"".utf8) + bytes + Array("\"}".utf8)
                expectRefusal(try await client.call("POST", "/dispatch", bytes: body), 400...400, "\(bytes)")
            }
        }

        @Test("whose fields have wrong types or values is refused, naming the field")
        func types() async throws {
            let client = try OneTenant.shared().client
            let wrong: [(String, JSONValue)] = [
                ("agent", 5), ("agent", .null), ("agent", "nobody"), ("agent", "../base"), ("task", []),
                ("task", "short"),
                ("task", .string(String(repeating: "x", count: 50_001))), ("timeoutSeconds", "60"),
                ("timeoutSeconds", 29), ("timeoutSeconds", -1), ("timeoutSeconds", .number(30.5)),
                ("timeoutSeconds", .number(1e300)), ("repo", "no slash"), ("repo", "a/.."), ("repoUrl", "file:///etc"),
                ("branch", "--upload-pack=x"), ("tags", ["a"]), ("tags", ["a": 1]), ("context", "huge"),
                ("additionalSecrets", "x"), ("additionalSecrets", ["PATH"]),
                ("resourceConstraints", ["maxMemoryMb": 1]),
                ("idempotencyKey", .string(String(repeating: "k", count: 129))), ("expires_at", "yesterday"),
            ]
            for (field, value) in wrong {
                var body: [String: JSONValue] = ["agent": .string(client.agent), "task": "say hello to everyone"]
                body[field] = value
                let answer = try await client.call("POST", "/dispatch", .object(body))
                expectRefusal(answer, 400...400, "\(field) \(value)".prefix(80).description)
                let problems = answer.json["error"]["details"]["errors"].elements.compactMap { $0["path"].text }
                #expect(problems.contains { $0.hasPrefix(field) }, "\(field): \(answer.text)")
            }
            #expect(try await client.call("GET", "/dispatch").data["items"].elements.isEmpty)
        }

        @Test("of 11 MB is refused with 413, whether its length is told or not")
        func large() async throws {
            let tenant = try OneTenant.shared()
            let body = [UInt8](repeating: UInt8(ascii: " "), count: 11 << 20)
            expectRefusal(try await tenant.client.call("POST", "/dispatch", bytes: body), 413...413)
            let chunks = Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
            let chunked = try await tenant.raw(
                "POST /dispatch HTTP/1.1",
                headers: ["Transfer-Encoding: chunked"],
                body: chunks
            )
            expectRefusal(chunked, 413...413)
        }
    }
}
