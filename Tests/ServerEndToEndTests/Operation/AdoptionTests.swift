internal import Foundation
internal import OutpostAPI
internal import Subprocess
internal import Testing

extension ServerOverMinutesTests {
    @Suite("A container whose server was killed", .timeLimit(.minutes(20)))
    struct AdoptionTests {
        @Test("goes on under the next one: each line once, the first start, the first deadline")
        func adoption() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                var told = ""
                var short = ""
                var before: [String: JSONValue] = [:]
                try await bench.serve { server in
                    let client = server.client(key)
                    told = try await client.dispatch("tell 60 lines of story")
                    short = try await client.dispatch("wait 600 seconds", ["timeoutSeconds": 30])
                    try await client.wait(short, for: "running")
                    var reader = try await client.events(told)
                    var lines = 0
                    while lines < 20, let event = try await reader.next() {
                        if event.name == "log" { lines += 1 }
                    }
                    for id in [told, short] { before[id] = try await client.get(id)["startedAt"] }
                    try server.send(.kill)
                }
                try await bench.serve { server in
                    let client = server.client(key)
                    let ended = try await client.ended(told)
                    #expect(ended["status"].text == "success", "\(ended)")
                    #expect(ended["startedAt"] == before[told])
                    let page = try await client.get(told, "?logLimit=1000")
                    let told = page["logs"].elements.compactMap { $0["message"].text }.filter { $0.hasPrefix("line ") }
                    #expect(told.map { $0.prefix { $0 != "x" } } == (1...60).map { "line \($0) " })

                    let stopped = try await client.ended(short)
                    #expect(stopped["status"].text == "timeout")
                    #expect(stopped["startedAt"] == before[short])
                    let took = try Self.seconds(stopped["startedAt"], stopped["endedAt"])
                    #expect((30..<60).contains(took))
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

        private static func seconds(_ start: JSONValue, _ end: JSONValue) throws -> Double {
            let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            let times = try [start, end].map { try Date(try #require($0.text), strategy: format) }
            return times[1].timeIntervalSince(times[0])
        }
    }
}
