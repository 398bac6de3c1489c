internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("Results", .timeLimit(.minutes(15)))
    struct RetentionTests {
        @Test("go by the operator's word, count for the quota, and leave an honest record; what runs stays")
        func collection() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme", limits: ["--stored-results", "1"])
                try await bench.serve { server in
                    let client = server.client(key)
                    let running = try await client.dispatch("wait 600 seconds")
                    try await client.wait(running, for: "running")
                    let id = try await client.dispatch("write 1 word")
                    #expect(try await client.ended(id)["status"].text == "success")
                    let link = try #require(
                        try await client.call("GET", "/artifacts/\(id)").data["artifacts"].elements.first?["url"].text
                    )
                    // A second has to go by since its end; the look itself measures.
                    var told = try await Self.collect(bench, "--dry-run")
                    while told["resultCount"].number == 0 { told = try await Self.collect(bench, "--dry-run") }
                    #expect(told["results"].elements.compactMap { $0["dispatchId"].text } == [id])
                    #expect(FileManager.default.fileExists(atPath: "\(bench.data)/dispatches/\(id)/log.jsonl"))
                    let refused = try await client.post("say hello to everyone")
                    #expect(refused.status == 429)
                    #expect(refused.errorCode == "RATE_LIMIT_EXCEEDED")
                    #expect(refused.json["error"]["details"]["quota"].text == "storedResults")
                    let done = try await Self.collect(bench)
                    #expect(done["resultBytes"].number == told["resultBytes"].number)
                    #expect(!FileManager.default.fileExists(atPath: "\(bench.data)/dispatches/\(id)"))
                    #expect(try await Self.collect(bench)["resultCount"].number == 0)

                    let record = try await client.get(id)
                    #expect(record["status"].text == "success")
                    #expect(record["artifacts"].text == "expired")
                    #expect(try await client.call("GET", "/artifacts/\(id)").data["artifacts"].elements.isEmpty)
                    #expect(try await server.client(nil).call("GET", link).status == 410)
                    #expect(try await client.get(running)["status"].text == "running")
                    let next = try await client.dispatch("say hello to everyone")
                    #expect(try await client.ended(next)["status"].text == "success")
                    _ = try await client.cancel(running)
                    _ = try await client.ended(running)
                    try await bench.noContainerIsLeft()
                }
            }
        }

        private static func collect(_ bench: ServerBench, _ options: String...) async throws -> JSONValue {
            let arguments = ["gc", "--older-than", "1s", "--json", "--data-dir", bench.data] + options
            let text = try await Shell.run(OutpostBinary.path, arguments)
            return try APICoding.decode(JSONValue.self, from: Data(text.utf8))
        }
    }
}
