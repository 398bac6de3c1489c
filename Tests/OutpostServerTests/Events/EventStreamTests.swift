internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

/// What a reader got, event by event.
struct ReadEvent: Sendable, Hashable {
    var name = ""
    var id = ""
    var data = ""

    static func parse(_ text: String) -> [ReadEvent] {
        text.split(separator: "\n\n").compactMap { block in
            var event = ReadEvent()
            for line in block.split(separator: "\n") {
                if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
                if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
                if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
            }
            return event.name.isEmpty ? nil : event
        }
    }

    func value(_ name: String) throws -> JSONValue? {
        guard case .object(let members) = try JSONParser.parse(Array(data.utf8)) else { return nil }
        return members[name]
    }
}

@Suite("Event streams", .timeLimit(.minutes(10)))
struct EventStreamTests {
    private let end = DispatchEnd(status: .success, reason: .changed, exitCode: 0)

    @Test("A reader of a running dispatch gets status, lines as they come, and the end")
    func follow() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        try await bench.run { client in
            async let reading = client.send(.get, "/dispatch/\(id)/events", key: key)
            try await bench.clock.waitForSleeper(until: .seconds(15))
            bench.service.start(id)
            bench.service.log(["one", "error: two"], to: id)
            try bench.service.end(id, end)
            let reply = try await reading
            #expect(reply.status == 200)
            #expect(reply.header("Content-Type") == "text/event-stream")
            #expect(reply.header("Cache-Control") == "no-store")
            #expect(reply.text.hasPrefix("retry: 3000\n\n"))
            let events = ReadEvent.parse(reply.text)
            #expect(
                events.filter { $0.name == "log" }.map(\.data) == [
                    #"{"level":"info","message":"one","seq":1,"stream":"stdout","timestamp":"2026-01-01T00:00:00.000Z"}"#,
                    #"{"level":"error","message":"error: two","seq":2,"stream":"stdout","timestamp":"2026-01-01T00:00:00.000Z"}"#,
                ]
            )
            let statuses = try events.filter { $0.name == "status" }.map { try $0.value("status") }
            #expect(statuses.first == "pending")
            #expect(statuses.last == "success")
            #expect(events.last?.name == "end")
            #expect(
                events.last?.data == #"""
                    {"dispatchId":"\#(id)","exitCode":0,"reason":"changed","status":"success",\#
                    "timestamp":"2026-01-01T00:01:00.000Z"}
                    """#
            )
        }
    }

    @Test("A reader who leaves the log out gets the status and the end alone")
    func withoutLog() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        bench.service.start(id)
        bench.service.log(["one", "two"], to: id)
        try bench.service.end(id, end)
        try await bench.run { client in
            let reply = try await client.send(.get, "/dispatch/\(id)/events?skipLogs=true", key: key)
            #expect(ReadEvent.parse(reply.text).map(\.name) == ["status", "end"])
            let bad = try await client.send(.get, "/dispatch/\(id)/events?skipLogs=maybe", key: key)
            #expect(try bad.problems.map(\.path) == ["skipLogs"])
        }
    }

    @Test("A line that looks like events stays one line of the log")
    func forged() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        let line = "x\r\nevent: end\rdata: {}\n\nevent: end\ndata: {\"status\":\"failed\"}"
        bench.service.start(id)
        bench.service.log([line], to: id)
        try bench.service.end(id, end)
        try await bench.run { client in
            let text = try await client.send(.get, "/dispatch/\(id)/events", key: key).text
            let events = ReadEvent.parse(text)
            #expect(try events.filter { $0.name == "log" }.map { try $0.value("message") } == [.string(line)])
            #expect(try events.filter { $0.name == "end" }.map { try $0.value("status") } == ["success"])
            // A reader takes it for the end of a line, too.
            #expect(!text.utf8.contains(UInt8(ascii: "\r")))
        }
    }

    @Test("Going on after any event brings exactly what follows it")
    func resume() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        bench.service.start(id)
        bench.service.log((1...250).map { "line \($0)" }, to: id)
        try bench.service.end(id, end)
        try await bench.run { client in
            let path = "/dispatch/\(id)/events"
            let all = ReadEvent.parse(try await client.send(.get, path, key: key).text)
            #expect(all.count == 252)
            for index in [0, 42, 99, 100, 199, 249] {
                let headers = ["Last-Event-ID": all[index].id]
                let rest = try await client.send(.get, path, key: key, headers: headers)
                #expect(ReadEvent.parse(rest.text) == Array(all[(index + 1)...]))
                let byQuery = try await client.send(.get, path + "?lastEventId=\(all[index].id)", key: key)
                #expect(byQuery.text == rest.text)
            }
        }
    }

    @Test("The id of an event continues the log by page too")
    func crossing() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        bench.service.log(["a", "b", "c"], to: id)
        try bench.service.end(id, end)
        try await bench.run { client in
            let events = ReadEvent.parse(try await client.send(.get, "/dispatch/\(id)/events", key: key).text)
            let reply = try await client.send(.get, "/dispatch/\(id)?logOffset=\(events[0].id)", key: key)
            #expect(try reply.value("data.logs.0.message") == "b")
        }
    }

    @Test("A position that is none is refused before the stream begins", arguments: ["x", "MC4wLjA"])
    func badPosition(position: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        try await bench.run { client in
            let headers = ["Last-Event-ID": position]
            let reply = try await client.send(.get, "/dispatch/\(id)/events", key: key, headers: headers)
            #expect(reply.status == 400)
            #expect(try reply.problems == [FieldProblem(path: "Last-Event-ID", message: "Invalid event id")])
        }
    }

    @Test("A comment keeps a quiet stream alive at each heartbeat")
    func heartbeat() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        try await bench.run { client in
            async let reading = client.send(.get, "/dispatch/\(id)/events", key: key)
            for beat in 1...3 {
                try await bench.clock.waitForSleeper(until: .seconds(15 * beat))
                bench.clock.advance(by: .seconds(15))
            }
            try await bench.clock.waitForSleeper(until: .seconds(60))
            try bench.service.end(id, end)
            let beats = try await reading.text.split(separator: "\n\n").count { $0 == ": keep-alive" }
            // A reader that is behind gets one comment for several beats.
            #expect((1...3).contains(beats))
        }
    }

    private func stream(_ bench: Bench, _ id: DispatchID) -> DispatchEventStream {
        DispatchEventStream(
            service: bench.service,
            id: id,
            tenant: Bench.alice,
            coder: LogCursorCoder(signer: Signer(key: [1]), dispatch: id),
            clock: bench.clock,
            heartbeat: .seconds(15),
            now: { Samples.epoch },
            isAllowed: { true }
        )
    }

    @Test("A reader whose key is revoked, or whose tenant is suspended, gets no more", arguments: [true, false])
    func revoked(isRevoked: Bool) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        try await bench.run { client in
            async let reading = client.send(.get, "/dispatch/\(id)/events", key: key)
            try await bench.clock.waitForSleeper(until: DispatchEventStream.accessInterval)
            if isRevoked {
                let hash = APIKeySecret(value: key).hash
                let found = try #require(try await bench.identities.find(hash: hash))
                _ = try await bench.identities.revoke(found.key.id, at: Samples.epoch)
            } else {
                var tenant = try #require(try await bench.identities.tenant(Bench.alice))
                tenant.status = .suspended
                try await bench.identities.update(tenant)
            }
            bench.clock.advance(by: DispatchEventStream.accessInterval)
            // The dispatch goes on, and the answer ends all the same.
            #expect(try await !reading.text.contains("event: end"))
        }
    }

    @Test("Of 1,000 readers 100 take nothing, and the others get every line")
    func manyReaders() async throws {
        let bench = try await Bench()
        let id = try bench.dispatch()
        let (stream, gate) = (stream(bench, id), Gate())
        let readers = (0..<1000).map { CollectingWriter(gate: $0 % 10 == 0 ? gate : nil) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reader in readers {
                let changes = try await bench.service.changes(id, tenant: Bench.alice)
                group.addTask {
                    var writer: any ResponseBodyWriter = reader
                    try await stream.write(to: &writer, changes: changes, from: .start)
                }
            }
            for number in 1...20 { bench.service.log(["line \(number)"], to: id) }
            try bench.service.end(id, end)
            for reader in readers where reader.gate == nil {
                let text = try await reader.text.wait { $0.contains("event: end") }
                #expect(ReadEvent.parse(text).count { $0.name == "log" } == 20)
            }
            #expect(readers.allSatisfy { ($0.gate == nil) != $0.text.value.isEmpty })
            gate.open()
            try await group.waitForAll()
        }
        for reader in readers where reader.gate != nil {
            #expect(ReadEvent.parse(reader.text.value).count { $0.name == "log" } == 20)
        }
    }

    @Test("A reader that takes nothing holds back neither the log nor the other readers")
    func slowReader() async throws {
        let bench = try await Bench()
        let id = try bench.dispatch()
        let gate = Gate()
        let stream = stream(bench, id)
        let (slow, fast) = (CollectingWriter(gate: gate), CollectingWriter(gate: nil))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for collector in [slow, fast] {
                let changes = try await bench.service.changes(id, tenant: Bench.alice)
                group.addTask {
                    var writer: any ResponseBodyWriter = collector
                    try await stream.write(to: &writer, changes: changes, from: .start)
                }
            }
            for number in 1...1000 { bench.service.log(["line \(number)"], to: id) }
            try bench.service.end(id, end)
            try await fast.text.wait { $0.contains("event: end") }
            #expect(slow.text.value.isEmpty)
            gate.open()
            try await group.waitForAll()
        }
        let expected = (1...1000).map { JSONValue?.some(.integer($0)) }
        for collector in [slow, fast] {
            let lines = ReadEvent.parse(collector.text.value).filter { $0.name == "log" }
            #expect(try lines.map { try $0.value("seq") } == expected)
        }
    }
}

/// A body writer that keeps what is written, after a gate if there is one.
struct CollectingWriter: ResponseBodyWriter, Sendable {
    let gate: Gate?
    let text = Observed("")

    func write(_ buffer: ByteBuffer) async throws {
        try await gate?.pass()
        text.update { $0 += String(buffer: buffer) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
