internal import CurlHTTP
internal import OutpostCore
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostGateway

@Suite("A door that is nobody's yet", .timeLimit(.minutes(1)))
struct UnclaimedDoorTests {
    private static func configuration(_ path: String, task: String = "fix it") throws -> DoorConfiguration {
        DoorConfiguration(
            dispatch: try #require(DispatchID("01JZZZZZZZZZZZZZZZZZZZZZZZ")),
            listener: .unixSocket(path: path),
            job: Job(task: task, secrets: ["TOKEN": "s3cret"]),
            token: DoorFixture.token
        )
    }

    private func withWaitingDoor<R: Sendable>(
        patience: Duration = .seconds(60),
        _ body: @Sendable (any WaitingDoor, DoorFixture) async throws -> R
    ) async throws -> R {
        try await withScratchFolder { folder in
            let client = CurlClient()
            let path = "\(folder)/door.sock"
            let gateway = Gateway.make(curl: client, waitingPatience: patience)
            let result: R
            do {
                result = try await gateway.withWaitingDoor(at: .unixSocket(path: path)) { door in
                    try await body(door, DoorFixture(address: .unixSocket(path: path), client: client))
                }
            } catch {
                await client.shutdown()
                throw error
            }
            await client.shutdown()
            return result
        }
    }

    /// Asks for the job, as a container does.
    private func job(_ fixture: DoorFixture) async throws -> CollectedResponse {
        try await fixture.call("GET", "/outpost/v1/job", headers: [:])
    }

    @Test("lets the request for the job wait, and answers it when it is bound")
    func held() async throws {
        let delegate = RecordingDelegate()
        try await withWaitingDoor { door, fixture in
            async let waiting = job(fixture)
            // What is asked after it has its answer while the first one waits.
            try await fixture.expect(404, "POST", "/outpost/v1/started?boot=b1")
            #expect(delegate.log.withLock { $0.jobsFetched } == 0)
            let configuration = try Self.configuration(fixture.socketPath)
            try door.bind(configuration, delegate: delegate)
            let answer = try await waiting
            #expect(answer.status == 200)
            #expect(answer.body == configuration.job.archive())
            try await fixture.expect(204, "POST", "/outpost/v1/started?boot=b1")
            #expect(try await job(fixture).status == 410)
            #expect(!door.abandon())
        }
        #expect(delegate.log.withLock { $0.jobsFetched } == 1)
        #expect(delegate.log.withLock { $0.boots } == ["b1"])
    }

    @Test(
        "has nothing behind it before that, whatever token is shown",
        arguments: [
            ("POST", "/outpost/v1/started?boot=b1"), ("POST", "/outpost/v1/progress?phase=run"),
            ("POST", "/outpost/v1/finished?exit=0"), ("PUT", "/outpost/v1/artifacts"), ("POST", "/outpost/v1/job"),
            ("GET", "/model/v1/messages"), ("GET", "/git/repo.git/info/refs?service=git-upload-pack"), ("GET", "/"),
        ]
    )
    func closed(method: String, path: String) async throws {
        try await withWaitingDoor { door, fixture in
            for headers: CurlHeaders in [[:], ["authorization": "Bearer otk_throwaway"]] {
                try await fixture.expect(404, method, path, headers: headers)
            }
            // Once it is somebody's, it is as guarded as any.
            try door.bind(try Self.configuration(fixture.socketPath), delegate: RecordingDelegate())
            try await fixture.expect(401, "POST", "/outpost/v1/started?boot=b1", headers: [:])
        }
    }

    @Test("is bound once, and never after it was given up")
    func once() async throws {
        try await withWaitingDoor { door, fixture in
            let first = try Self.configuration(fixture.socketPath, task: "first")
            try door.bind(first, delegate: RecordingDelegate())
            #expect(throws: WaitingDoorTaken.self) {
                try door.bind(try Self.configuration(fixture.socketPath, task: "second"), delegate: RecordingDelegate())
            }
            #expect(try await job(fixture).body == first.job.archive())
        }
        try await withWaitingDoor { door, fixture in
            async let waiting = job(fixture)
            try await fixture.expect(404, "GET", "/")
            #expect(door.abandon() && door.abandon())
            #expect(try await waiting.status == 410)
            #expect(throws: WaitingDoorTaken.self) {
                try door.bind(try Self.configuration(fixture.socketPath), delegate: RecordingDelegate())
            }
        }
    }

    @Test("is bound by one of many that want it at once")
    func race() async throws {
        try await withWaitingDoor { door, fixture in
            let winners = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<16 {
                    let configuration = try Self.configuration(fixture.socketPath, task: "\(number)")
                    group.addTask {
                        do {
                            try door.bind(configuration, delegate: RecordingDelegate())
                            return configuration.job.task
                        } catch is WaitingDoorTaken {
                            return nil
                        }
                    }
                }
                return try await group.compactMap(\.self).reduce(into: []) { $0.append($1) }
            }
            #expect(winners.count == 1)
            let task = try #require(winners.first)
            let configuration = try Self.configuration(fixture.socketPath, task: task)
            #expect(try await job(fixture).body == configuration.job.archive())
        }
    }

    @Test("says that there is nothing yet before the container loses its patience")
    func patience() async throws {
        try await withWaitingDoor(patience: .milliseconds(1)) { door, fixture in
            #expect(try await job(fixture).status == 204)
            #expect(try await job(fixture).status == 204)
            try door.bind(try Self.configuration(fixture.socketPath), delegate: RecordingDelegate())
            #expect(try await job(fixture).status == 200)
        }
    }
}
