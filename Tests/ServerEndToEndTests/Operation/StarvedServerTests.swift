internal import OutpostAPI
internal import Testing

extension ServerOverMinutesTests {
    @Suite("A server that cannot go on for a while", .timeLimit(.minutes(20)))
    struct StarvedServerTests {
        @Test("because it was frozen acts on a deadline that passed meanwhile at once and once, and on no other")
        func frozen() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve(["--max-running", "2"]) { server in
                    let client = server.client(key)
                    let overdue = try await client.dispatch("wait 600 seconds", ["timeoutSeconds": 30])
                    try await client.wait(overdue, for: "running")
                    let other = try await client.dispatch("wait 50 seconds", ["timeoutSeconds": 300])
                    try await client.wait(other, for: "running")
                    let waiting = try await client.dispatch("say hello to everyone")
                    let freeze = #"kill -STOP "$0"; sleep 32; kill -CONT "$0""#
                    try await Shell.run("bash", ["-c", freeze, "\(server.processID)"])
                    var events = try await client.events(overdue)
                    var ends: [String?] = []
                    while let event = try await events.next() {
                        if event.name == "end" { ends.append(event.status) }
                    }
                    #expect(ends == ["timeout"])
                    // A deadline that began anew would let this one end first.
                    #expect(try await client.get(other)["status"].text == "running")
                    for id in [other, waiting] { #expect(try await client.ended(id)["status"].text == "success") }
                    try await bench.noContainerIsLeft()
                }
            }
        }

        @Test("because it has no descriptor left loses nothing, and goes on by itself when it has")
        func descriptors() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    let client = server.client(key)
                    // It ends meanwhile, and its runtime asks the door again.
                    let running = try await client.dispatch("wait 2 seconds")
                    try await client.wait(running, for: "running")
                    // Fewer than it has open: it gets not even one that it gives back.
                    let starve = #"prlimit --pid "$0" --nofile=8:; sleep 8; prlimit --pid "$0" --nofile=1024:"#
                    try await Shell.run("bash", ["-c", starve, "\(server.processID)"])
                    let end = try await client.ended(running)
                    #expect(end["status"].text == "success", "\(end)")
                    let next = try await client.ended(try await client.dispatch("write 1 note"))
                    #expect(next["status"].text == "success")
                    try await bench.noContainerIsLeft()
                }
            }
        }
    }
}
