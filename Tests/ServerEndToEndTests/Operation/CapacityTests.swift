internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("The host's capacity", .timeLimit(.minutes(15)))
    struct CapacityTests {
        @Test("is less by what other containers may take, until they are gone")
        func others() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                // It may take all that there is, whatever tests that run meanwhile take or give back: the first
                // dispatch starts because none runs, the second has to wait.
                let everything = 131_072
                let options = try Self.options(bench, memoryMiB: everything)
                try await ForeignContainer.with(memoryMiB: everything) { remove in
                    try await bench.serve(options, environment: Self.byFile) { server in
                        let client = server.client(key)
                        let first = try await client.dispatch("wait 600 seconds", Self.small)
                        try await client.wait(first, for: "running")
                        let second = try await client.dispatch("say hello to everyone", Self.small)
                        // The queue was planned again after it came: this one is answered by the same plan.
                        #expect(try await client.get(second)["queuePosition"].number == 0)
                        try await Self.pulse(of: client)
                        #expect(try await client.get(second)["status"].text == "pending")
                        try await remove()
                        #expect(try await client.ended(second)["status"].text == "success")
                        _ = try await client.cancel(first)
                        _ = try await client.ended(first)
                    }
                }
            }
        }

        @Test(
            "that is nearly used up is told in the fleet's health, in the log and in the audit trail, and so is its end"
        )
        func alerts() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve(try Self.options(bench, memoryMiB: 1100), environment: Self.byFile) { server in
                    let client = server.client(key)
                    let id = try await client.dispatch("wait 600 seconds", Self.small)
                    try await client.wait(id, for: "running")
                    try await server.hasLogged("subject=memory")
                    let fleet = try await client.call("GET", "/health/fleet").data
                    #expect(fleet["status"].text == "degraded")
                    #expect(fleet["alerts"].elements.contains { $0.text?.contains("of the memory") == true })
                    _ = try await client.cancel(id)
                    _ = try await client.ended(id)
                    try await server.hasLogged("capacity alert is over")
                }
                let query =
                    "SELECT action || ' ' || resource FROM audit WHERE action LIKE 'capacity.%' ORDER BY sequence"
                let script =
                    "import sqlite3, sys; [print(r[0]) for r in sqlite3.connect(sys.argv[1]).execute(sys.argv[2])]"
                let database = bench.data + "/outpost.sqlite"
                let trail = try await Shell.run("python3", ["-c", script, database, query])
                #expect(trail == "capacity.alert memory\ncapacity.clear memory")
            }
        }

        @Test("is none while the disk is short: what comes is taken, waits, and is told of")
        func disk() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let huge = ["OUTPOST_MIN_FREE_DISK_MIB": "100000000"]
                try await bench.serve(environment: huge) { server in
                    let client = server.client(key)
                    let id = try await client.dispatch("say hello to everyone", Self.small)
                    try await server.hasLogged("subject=disk")
                    let fleet = try await client.call("GET", "/health/fleet").data
                    #expect(fleet["alerts"].elements.contains { $0.text?.contains("min_free_disk_mib") == true })
                    #expect(try await client.get(id)["status"].text == "pending")
                }
                try await bench.serve { server in
                    let client = server.client(key)
                    let list = try await client.call("GET", "/dispatch").data
                    let id = try #require(list["items"].elements.first?["dispatchId"].text)
                    #expect(try await client.ended(id)["status"].text == "success")
                }
            }
        }

        private static let small: [String: JSONValue] = [
            "resourceConstraints": ["maxMemoryMb": 1024, "maxCpuUnits": 256]
        ]

        /// The file is not to be overruled.
        private static let byFile = ["OUTPOST_MEMORY_MIB": ""]

        private static func options(_ bench: ServerBench, memoryMiB: Int) throws -> [String] {
            let file = bench.path + "/serve.yaml"
            try Data("memory_mib: \(memoryMiB)\n".utf8).write(to: URL(fileURLWithPath: file))
            return ["--config", file]
        }

        /// Waits until the queue was planned after everything before this call: a dispatch that ends makes it so.
        private static func pulse(of client: APIClient) async throws {
            let id = try await client.dispatch("say hello to everyone", Self.small)
            _ = try await client.cancel(id)
            _ = try await client.ended(id)
        }
    }
}
