internal import Foundation
internal import OutpostAPI
internal import Subprocess
internal import Testing

extension ServerOverMinutesTests {
    @Suite("A container whose server was killed", .timeLimit(.minutes(15)))
    struct AdoptionTests {
        @Test("goes on under the next one: each line once, the first start, the first deadline")
        func adoption() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                var told = ""
                var short = ""
                var before: [String: JSONValue] = [:]
                var lost = 0.0
                try await bench.serve { server in
                    let client = server.client(key)
                    told = try await client.dispatch("tell 150 lines of story")
                    short = try await client.dispatch("wait 600 seconds", ["timeoutSeconds": 30])
                    try await client.wait(short, for: "running")
                    var reader = try await client.events(told)
                    var lines = 0
                    while lines < 100, let event = try await reader.next() {
                        if event.name == "log" { lines += 1 }
                    }
                    for id in [told, short] { before[id] = try await client.get(id)["startedAt"] }
                    lost = try Self.date(before[short]).distance(to: Date())
                    try server.send(.kill)
                }
                try await bench.serve { server in
                    let client = server.client(key)
                    let ended = try await client.ended(told)
                    #expect(ended["status"].text == "success", "\(ended)")
                    #expect(ended["startedAt"] == before[told])
                    let page = try await client.get(told, "?logLimit=1000")
                    let told = page["logs"].elements.compactMap { $0["message"].text }.filter { $0.hasPrefix("line ") }
                    #expect(told.map { $0.prefix { $0 != "x" } } == (1...150).map { "line \($0) " })

                    let stopped = try await client.ended(short)
                    #expect(stopped["status"].text == "timeout")
                    #expect(stopped["startedAt"] == before[short])
                    let took = try Self.date(before[short]).distance(to: Self.date(stopped["endedAt"]))
                    #expect(took >= 30)
                    #expect(took < 30 + lost, "a deadline that began anew would have passed later")
                    try await bench.noContainerIsLeft()
                }
            }
        }

        @Test(
            "hands in to the next one what it made meanwhile",
            arguments: ["write 7 days later", "fail 7 days later"]
        )
        func meanwhile(task: String) async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                var id = ""
                try await bench.serve { server in
                    id = try await server.client(key).dispatch(task)
                    try await server.client(key).wait(id, for: "running")
                    try server.send(.kill)
                }
                try await bench.serve { server in
                    let client = server.client(key)
                    let ended = try await client.ended(id)
                    let isFailure = task.hasPrefix("fail")
                    #expect(ended["status"].text == (isFailure ? "failed" : "success"))
                    #expect(ended["exitCode"].number == (isFailure ? 7 : 0))
                    let files = try await client.call("GET", "/artifacts/\(id)").data["artifacts"].elements
                    #expect(!files.isEmpty)
                    try await bench.noContainerIsLeft()
                }
            }
        }

        private static func date(_ time: JSONValue?) throws -> Date {
            let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            return try Date(try #require(time?.text), strategy: format)
        }
    }
}
