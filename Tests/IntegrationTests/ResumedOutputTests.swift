internal import DockerEngine
internal import Foundation
internal import OutpostCore
internal import OutpostDocker
internal import Testing

@Suite("Output that is taken up again", .whereEngineIsExpected, .liveEngine, .timeLimit(.minutes(10)))
struct ResumedOutputTests {
    typealias Line = OutpostCore.OutputLine

    let engine = LiveEngine.current

    /// Runs a script to its end and takes its output up after the first `count` lines of each stream.
    private func resume(
        _ script: String,
        after count: Int,
        log: LogConfig? = nil,
        change: (inout RecordedLog) -> Void = { _ in }
    ) async throws -> (rest: [Line], all: [Line], isComplete: Bool) {
        let engine = try #require(engine)
        let name = LiveEngine.unique("outpost-test")
        let id = try await engine.create(script, name: name) {
            $0.hostConfig.logConfig = log ?? $0.hostConfig.logConfig
        }
        let driver = DockerDriver(client: engine.client, host: HostCapacity(engine.info))
        let handle = ContainerHandle(id: id, name: name)
        let output = try await driver.attach(handle)
        try await driver.start(handle)
        var all: [Line] = []
        for try await line in output { all.append(line) }
        var recorded = RecordedLog(lastAt: Date())
        for line in all where recorded.counts[line.stream, default: 0] < count {
            recorded.counts[line.stream, default: 0] += 1
            recorded.first[line.stream] = recorded.first[line.stream] ?? line.text
        }
        change(&recorded)
        let resumed = try await driver.resume(handle, after: recorded)
        var rest: [Line] = []
        for try await line in resumed.lines { rest.append(line) }
        try await driver.remove(handle)
        return (rest, all, resumed.isComplete)
    }

    private func texts(_ lines: [Line], _ stream: Line.Stream) -> [String] {
        lines.filter { $0.stream == stream }.map(\.text)
    }

    @Test("goes on after the recorded lines of each stream, whatever bytes they hold", arguments: [1, 7, 40])
    func rest(count: Int) async throws {
        // Long lines go over several frames, and into several records of the engine's log.
        let script = """
            long=$(printf '%050000d' 7)
            for i in $(seq 1 40); do
                echo "out $i $long"; echo "err $i" >&2; [ $((i % 5)) != 0 ] || printf 'bad \\377\\000 byte %d\\n\\n' "$i"
            done
            printf 'the end'
            """
        let (rest, all, isComplete) = try await resume(script, after: count)
        #expect(isComplete)
        #expect(all.count == 97)
        for stream in [Line.Stream.stdout, .stderr] {
            let expected: [String] = texts(all, stream).dropFirst(count) + []
            #expect(texts(rest, stream) == expected, "\(stream)")
        }
    }

    @Test("goes on to the last line of a container that still ran, however much it says at its end")
    func running() async throws {
        let engine = try #require(engine)
        let name = LiveEngine.unique("outpost-test")
        let script = """
            trap 'go=1' USR1; echo ready; while [ -z "$go" ]; do sleep 0.1; done
            long=$(printf '%050000d' 7)
            for i in $(seq 1 40); do echo "out $i $long"; done
            printf 'the end'
            """
        let handle = ContainerHandle(id: try await engine.create(script, name: name), name: name)
        let driver = DockerDriver(client: engine.client, host: HostCapacity(engine.info))
        try await driver.start(handle)
        #expect(try await firstOutput(of: handle.id, at: engine) == Array("ready\n".utf8))
        let recorded = RecordedLog(counts: [.stdout: 1], first: [.stdout: "ready"], lastAt: Date())
        let resumed = try await driver.resume(handle, after: recorded)
        #expect(resumed.isComplete)
        try await engine.client.killContainer(handle.id, signal: "SIGUSR1")
        var texts: [String] = []
        for try await line in resumed.lines { texts.append(line.text) }
        let long = String(repeating: "0", count: 49_999) + "7"
        #expect(texts == (1...40).map { "out \($0) \(long)" } + ["the end"])
        try await driver.remove(handle)
    }

    /// A reader that stays and takes nothing would hold the container back.
    private func firstOutput(of id: String, at engine: LiveEngine) async throws -> [UInt8]? {
        var options = ContainerLogOptions()
        options.follow = true
        var output = try await engine.client.containerLogs(id, options).makeAsyncIterator()
        return try await output.next()?.bytes
    }

    @Test("is whole when nothing was recorded")
    func nothing() async throws {
        let (rest, all, isComplete) = try await resume("seq 1 20; echo err >&2", after: 0) { $0 = RecordedLog() }
        #expect(isComplete)
        #expect(Set(rest) == Set(all) && rest.count == 21)
    }

    @Test("counts as incomplete when the engine's log does not reach back to its beginning")
    func rotated() async throws {
        let log = LogConfig(type: "json-file", config: ["max-size": "64k", "max-file": "1"])
        // The engine stamps a line when it copies it to its log, on a busy machine some time after we had it.
        let (rest, all, isComplete) = try await resume("seq 1 20000", after: 5, log: log) {
            $0.lastAt = Date() + 60
        }
        #expect(!isComplete)
        #expect(all.count == 20_000)
        #expect(rest.isEmpty, "everything was before the last recorded time")
    }
}
