internal import DockerEngine
internal import Foundation
internal import Testing

/// What the defaults of isolation come to, asked from inside a real container and of the engine.
@Suite("A hardened container", .serialized, .whereEngineIsExpected, .timeLimit(.minutes(15)))
struct HardeningTests {
    @Test("has the mounts, namespaces, processes, devices and limits that it should have, and no others")
    func shape() async throws {
        let (facts, container) = try await probe(ShapeProbe.program)
        HardenedShape.check(facts, of: try await Engine.connect().info())
        CISBenchmark.check(container, facts)
    }

    @Test("refuses every attempt to leave it or to gain rights in it")
    func escapes() async throws {
        let (facts, _) = try await probe(EscapeProbe.program)
        var attempts = facts.group("escape ")
        #expect(attempts.count >= 60)
        // Podman's own filter of system calls allows it, which doctor says.
        if try await Engine.connect().info().isPodman { attempts["user namespace"] = nil }
        for (name, result) in attempts.sorted(by: { $0.key < $1.key }) {
            #expect(EscapeProbe.refusals.contains(result), "\(name): \(result)")
        }
        #expect(facts["setuid program"] == "1000")
    }

    @Test("the same attempts succeed where nothing is hardened, so that their failure means something")
    func control() async throws {
        let facts = try await UnhardenedContainer.run(EscapeProbe.program)
        let attempts = facts.group("escape ")
        for name in EscapeProbe.possible.sorted() {
            let result = try #require(attempts[name], "\(name) was not tried")
            #expect(!EscapeProbe.refusals.contains(result), "\(name): \(result)")
        }
    }

    @Test("keeps a fork bomb, a glutton and a full disk to itself")
    func limits() async throws {
        let (facts, _) = try await probe(LimitProbe.program) {
            // The machine and the engine go on meanwhile.
            try await Shell.run("true")
            _ = try await Engine.connect().ping()
        }
        let processes = (facts["processes"] ?? "").split(separator: " ")
        #expect(processes.last == "EAGAIN")
        let count = try #require(processes.first.flatMap { Int($0) })
        #expect((400..<512).contains(count))
        #expect(facts["model"] == "200")
        #expect(facts["too much memory"] == "-9")
        // Of 1 GiB: an eighth, a half, and what is fixed; what the run itself keeps there is less than 2 MiB.
        for (folder, size) in [
            ("/tmp", 128), ("/home/outpost", 128), ("/workspace", 512), ("/run/job", 16), ("/dev/shm", 64),
        ] {
            let words = (facts["fill \(folder)"] ?? "").split(separator: " ")
            let filled = try #require(words.first.flatMap { Int($0) }, "\(folder)")
            #expect((size - 2...size).contains(filled), "\(folder): \(filled)")
            #expect(words.last == "ENOSPC", "\(folder)")
        }
    }

    /// Runs a program in an agent of the tier `fast`, and looks at its container meanwhile.
    private func probe(
        _ program: String,
        _ body: () async throws -> Void = {}
    ) async throws -> (Facts, InspectedContainer) {
        let agent = ProbeAgent.agent(program, hostProcess: try ProbeAgent.someHostProcess())
        return try await Workbench.with { bench in
            var inspected: InspectedContainer?
            let ending = try await HeldUpstream.with { upstream in
                var seen: InspectedContainer?
                let ending = try await bench.run(
                    agent,
                    options: ["--model-upstream", upstream.url, "--no-repo"]
                ) { _ in
                    seen = try await upstream.duringRequest { _ in
                        try await body()
                        return try await InspectedContainer.read(try await bench.container().id)
                    }
                }
                return (ending, seen)
            }
            expect(ending.0, .success)
            inspected = ending.1
            return (Facts(try bench.artifacts.text("files/facts")), try #require(inspected))
        }
    }
}
