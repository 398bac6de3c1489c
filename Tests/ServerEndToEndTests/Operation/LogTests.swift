internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("Log of a server", .timeLimit(.minutes(15)))
    struct LogTests {
        @Test("is a JSON object a line, says on whose behalf, and nothing that a client sends forges a line")
        func json() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let log = try await bench.serve(["--log-format", "json", "--log-level", "debug"]) { server in
                    let client = server.client(key)
                    let id = try await client.dispatch("say hello to everyone")
                    _ = try await client.ended(id)
                    for path in [
                        "/dispatch/%0A%7B%22level%22%3A%22forged%22%7D?token=query-of-others",
                        "/a\"},{\"level\":\"forged",
                        "/\u{2028}forged",
                    ] {
                        _ = try await client.call("GET", path)
                    }
                    try await server.hasLogged("\"path\":\"/dispatch/\(id)\"")
                }.log
                let lines = try log.split(separator: "\n").map {
                    try APICoding.decode(JSONValue.self, from: Data($0.utf8))
                }
                for line in lines {
                    #expect(line["time"].text?.hasSuffix("Z") == true)
                    #expect(["debug", "info", "notice", "warning", "error"].contains(line["level"].text ?? ""))
                    #expect(line["message"].text?.isEmpty == false)
                }
                let post = try #require(
                    lines.first { $0["message"].text == "request" && $0["route"].text == "/dispatch" }
                )
                #expect(post["method"].text == "POST" && post["status"].number == 201)
                #expect(post["request_id"].text?.count == 36 && post["key_id"].text?.count == 36)
                let about = lines.filter { $0["dispatch_id"].text != nil && $0["source"].text == "OutpostCore" }
                #expect(!about.isEmpty)
                #expect(about.allSatisfy { $0["tenant_id"].text == post["tenant_id"].text })
                #expect(!log.contains("query-of-others"))
                #expect(!log.contains(key))
            }
        }

        @Test("has no line for requests where that is switched off, and is plain where nobody looks on")
        func plain() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let log = try await bench.serve(["--access-log", "off"]) { server in
                    _ = try await server.client(key).call("GET", "/dispatch")
                    _ = try await server.client(key).call("GET", "/health")
                }.log
                #expect(!log.contains("/health"))
                #expect(!log.contains("\u{1B}"))
                #expect(log.contains(" info outpost:"))
            }
        }
    }
}
