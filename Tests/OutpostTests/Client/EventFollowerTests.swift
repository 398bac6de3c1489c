internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("Following a dispatch", .timeLimit(.minutes(10)))
struct EventFollowerTests {
    private func lines(_ follower: inout EventFollower) async throws -> [String] {
        var lines: [String] = []
        try await follower.follow { event in
            if case .log(let line) = event { lines.append(line.message) }
        }
        return lines
    }

    @Test("goes on where it broke off, over every kind of absence, without a line twice")
    func resume() async throws {
        let busy = RawAnswer.response(503, headers: [("Retry-After", "1")], body: Array("{}".utf8))
        let answers: [RawAnswer] = [
            Answers.stream(Answers.line(1) + Answers.line(2) + "event: log\nid: e3"), .close,
            // One that sends again what was seen already.
            Answers.stream(Answers.line(2) + Answers.line(3)), busy, Answers.stream(Answers.line(4) + Answers.end),
        ]
        try await Answers.with(answers) { connection, server async throws in
            var follower = EventFollower(connection: connection, id: "D")
            follower.place = "start"
            var notes: [String] = []
            follower.note = { notes.append($0) }
            #expect(try await lines(&follower) == ["line 1", "line 2", "line 3", "line 4"])
            #expect(server.requests.map { $0["Last-Event-ID"] } == ["start", "e2", "e2", "e3", "e3"])
            #expect(server.requests.allSatisfy { $0["X-API-Key"] == "otp_key" })
            #expect(notes.count { $0.contains("again") } >= 2, "\(notes)")
        }
    }

    @Test("fails at once where no server ever answered, and where one refuses")
    func refusal() async throws {
        try await Answers.with([Answers.failure(404, "NOT_FOUND", "Dispatch not found: D")]) { connection, server in
            var follower = EventFollower(connection: connection, id: "D")
            let failure = try await #require(throws: CommandFailure.self) { try await follower.follow { _ in } }
            #expect(failure.status == .notFound)
            #expect(server.requests.count == 1)
        }
        let curl = CurlClient()
        let nowhere = ServerConnection(address: .remote(url: "http://127.0.0.1:9", key: "k"), curl: curl)
        var follower = EventFollower(connection: nowhere, id: "D")
        await #expect(throws: CurlError.self) { try await follower.follow { _ in } }
        await curl.shutdown()
    }

    @Test("gives up on a server that stays away, with the reason")
    func patience() async throws {
        let clock = ManualClock()
        var patience = Patience(.seconds(1), clock: clock)
        for pause in [250, 500, 1000] {
            let end = clock.now.offset + .milliseconds(pause)
            let attempt = patience
            patience = try await withThrowingTaskGroup(of: Patience.self) { group in
                group.addTask {
                    var patience = attempt
                    try await patience.wait(orThrow: CurlError.cancelled)
                    return patience
                }
                try await clock.waitForSleeper(until: end)
                clock.advance(by: .milliseconds(pause))
                return try #require(try await group.next())
            }
            #expect(patience.isWaiting)
        }
        await #expect(throws: CurlError.self) { try await patience.wait(orThrow: CurlError.cancelled) }
        patience.reset()
        #expect(!patience.isWaiting)
    }

    @Test("asks for the status alone where the lines are of no interest")
    func status() async throws {
        try await Answers.with([Answers.stream(Answers.end)]) { connection, server in
            var follower = EventFollower(connection: connection, id: "D")
            follower.skipsLogs = true
            try await follower.follow { _ in }
            #expect(server.requests.map(\.target) == ["/dispatch/D/events?skipLogs=true"])
        }
    }

    private static func page(_ numbers: ClosedRange<Int>?, _ place: String) -> RawAnswer {
        let lines = numbers.map { $0.map { Answers.line($0).split(separator: "data: ")[1] } } ?? []
        let logs = lines.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.joined(separator: ",")
        return Answers.data(
            #"{"dispatchId":"D","status":"running","agent":"a","modelId":"none","task":"t","progress":1,"#
                + #""createdAt":"2026-01-01T00:00:00.000Z","context":"none","workspaceMode":"ephemeral","#
                + #""workspaceInitMode":"full","timeoutSeconds":60,"logs":[\#(logs)],"logOffset":"\#(place)"}"#
        )
    }

    @Test("reads the lines that there are first, the last of them alone where that is asked, then those that come")
    func tail() async throws {
        let answers = [
            Self.page(1...3, "p1"), Self.page(4...4, "p2"), Self.page(nil, "p3"),
            Answers.stream(Answers.line(5) + Answers.end),
        ]
        try await Answers.with(answers) { connection, server in
            let reader = LogReader(connection: connection, id: "D", tail: 2)
            var lines: [Int] = []
            try await reader.follow(note: { _ in }) { lines.append($0.sequence) }
            #expect(lines == [3, 4, 5])
            #expect(
                server.requests.map(\.target) == [
                    "/dispatch/D?logLimit=1000", "/dispatch/D?logLimit=1000&logOffset=p1",
                    "/dispatch/D?logLimit=1000&logOffset=p2", "/dispatch/D/events",
                ]
            )
            #expect(server.requests.last?["Last-Event-ID"] == "p3")
        }
    }

    @Test("leaves out what was said before the time that is asked for")
    func since() async throws {
        try await Answers.with([Self.page(1...4, "p1"), Self.page(nil, "p1")]) { connection, _ in
            let time = try #require(APITime("2026-01-01T00:00:03Z"))
            let reader = LogReader(connection: connection, id: "D", since: time.date)
            var lines: [Int] = []
            #expect(try await reader.lines { lines.append($0.sequence) } == "p1")
            #expect(lines == [3, 4])
        }
    }
}
