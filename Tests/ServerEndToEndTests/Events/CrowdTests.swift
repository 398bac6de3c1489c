internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerUnderLoadTests {
    @Suite("A thousand readers of one dispatch", .timeLimit(.minutes(20)))
    struct CrowdTests {
        private static let lines = 40
        private static let stalled = 100
        private static let reading = 900

        @Test("get every line, though a tenth of them takes nothing, and the server's memory stays flat")
        func crowd() async throws {
            try await Self.allowDescriptors(of: getpid())
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    try await Self.allowDescriptors(of: server.processID)
                    let client = server.client(key)
                    let id = try await client.dispatch("tell \(Self.lines) lines of story")
                    try await client.wait(id, for: "running")
                    let before = try server.residentKiB()
                    async let careful = Self.sequence(id, client, server)
                    let later = try await Self.readAll(id, server, key)
                    let (numbers, memory) = try await careful
                    let peak = (memory + later).max() ?? 0
                    print("resident KiB: \(before) before, \(memory) line by line, at most \(peak)")
                    #expect(peak - before < Self.allowedKiB)

                    // What the agent and the runtime wrote, without a gap and in order.
                    #expect(numbers == Array(1...numbers.count))
                    #expect(numbers.count >= Self.lines)
                    #expect(try await client.get(id)["status"].text == "success")
                }
            }
        }

        /// A connection with its tasks and one page of the log take less than this for each of a thousand; the log as a
        /// whole would take four times as much.
        private static let allowedKiB = 1000 * 256

        /// Lets everybody read to the end.
        ///
        /// - Returns: the server's memory, looked at as each one ends.
        private static func readAll(_ id: String, _ server: RunningServer, _ key: String) async throws -> [Int] {
            let path = "/dispatch/\(id)/events"
            let idle = try await Crowd.connect(stalled, to: server, path: path, key: key, areStalled: true)
            defer { idle.close() }
            let crowd = try await Crowd.connect(reading, to: server, path: path, key: key, areStalled: false)
            defer { crowd.close() }
            var memory: [Int] = []
            let seen = try await crowd.finished { memory.append(try server.residentKiB()) }
            let counts = Set(seen.map(\.lines))
            #expect(counts.count == 1, "\(counts)")
            #expect((counts.min() ?? 0) >= lines)
            #expect(seen.allSatisfy { $0.hasEnd })
            return memory
        }

        /// Reads along.
        ///
        /// - Returns: the numbers of the lines, and the server's memory after each.
        private static func sequence(
            _ id: String,
            _ client: APIClient,
            _ server: RunningServer
        ) async throws -> (numbers: [Int], memory: [Int]) {
            var reader = try await client.events(id)
            var (numbers, memory): ([Int], [Int]) = ([], [])
            while let event = try await reader.next() {
                guard event.name == "log" else { continue }
                numbers.append(try #require(event.json["seq"].number))
                memory.append(try server.residentKiB())
            }
            return (numbers, memory)
        }

        /// A shell may have 1024 only, which is less than a thousand connections and the rest.
        private static func allowDescriptors(of process: Int32) async throws {
            try await Shell.run("prlimit", ["--pid", "\(process)", "--nofile=4096:"])
        }
    }
}
