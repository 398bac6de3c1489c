internal import CurlHTTP
internal import OutpostCore
internal import Synchronization
internal import Testing

@Suite("Job and start", .timeLimit(.minutes(10)))
struct JobAndStartTests {
    private struct Failure: Error {}

    @Test("the job is handed over without a token on a unix socket, again and again, until the start")
    func jobUntilStarted() async throws {
        let delegate = RecordingDelegate()
        try await withDoor(delegate: delegate) { door in
            for _ in 0..<2 {
                let job = try await door.call("GET", "/outpost/v1/job", headers: [:])
                #expect(job.status == 200)
                #expect(job.headers["content-type"] == "application/x-tar")
                #expect(job.body == Job(task: "fix it", secrets: ["TOKEN": "s3cret"]).archive())
            }
            try await door.expect(204, "POST", "/outpost/v1/started?boot=b1")
            let gone = try await door.call("GET", "/outpost/v1/job", headers: [:])
            #expect(gone.status == 410)
            #expect(!gone.text.contains("s3cret"))
        }
        #expect(delegate.log.withLock { $0.jobsFetched } == 2)
    }

    @Test("over TCP the job needs the boot token, which no other route takes")
    func bootToken() async throws {
        try await withDoor(DoorOptions(overTCP: true)) { door in
            try await door.expect(401, "GET", "/outpost/v1/job", headers: [:])
            try await door.expect(401, "GET", "/outpost/v1/job")
            let boot: CurlHeaders = ["authorization": "Bearer otk_boot"]
            try await door.expect(200, "GET", "/outpost/v1/job", headers: boot)
            try await door.expect(401, "POST", "/outpost/v1/started?boot=b1", headers: boot)
            try await door.expect(204, "POST", "/outpost/v1/started?boot=b1")
            try await door.expect(410, "GET", "/outpost/v1/job", headers: boot)
        }
    }

    @Test("the same boot may start twice, another boot is told to go")
    func oneBoot() async throws {
        let owner = Mutex<String?>(nil)
        let delegate = RecordingDelegate(start: { boot in
            owner.withLock { owner in
                owner = owner ?? boot
                return owner == boot
            }
        })
        try await withDoor(delegate: delegate) { door in
            try await door.expect(204, "POST", "/outpost/v1/started?boot=b1")
            try await door.expect(204, "POST", "/outpost/v1/started?boot=b1")
            try await door.expect(410, "POST", "/outpost/v1/started?boot=b2")
        }
        #expect(delegate.log.withLock { $0.boots } == ["b1", "b1", "b2"])
    }

    @Test("one of many boots that start at once wins")
    func concurrentBoots() async throws {
        let owner = Mutex<String?>(nil)
        let delegate = RecordingDelegate(start: { boot in
            await Task.yield()
            return owner.withLock { owner in
                owner = owner ?? boot
                return owner == boot
            }
        })
        let statuses = try await withDoor(delegate: delegate) { door in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for boot in 0..<8 {
                    group.addTask { try await door.call("POST", "/outpost/v1/started?boot=b\(boot)").status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(statuses.sorted() == [204] + [Int](repeating: 410, count: 7))
    }

    @Test("a start that could not be made durable is to be tried again, and the job stays")
    func startFails() async throws {
        let delegate = RecordingDelegate(start: { _ in throw Failure() })
        try await withDoor(delegate: delegate) { door in
            try await door.expect(503, "POST", "/outpost/v1/started?boot=b1")
            try await door.expect(200, "GET", "/outpost/v1/job", headers: [:])
        }
    }

    @Test("a start is not acknowledged before it is durable")
    func startWaits() async throws {
        let durable = Mutex(false)
        let delegate = RecordingDelegate(start: { _ in
            for _ in 0..<100 { await Task.yield() }
            durable.withLock { $0 = true }
            return true
        })
        try await withDoor(delegate: delegate) { door in
            try await door.expect(204, "POST", "/outpost/v1/started?boot=b1")
            #expect(durable.withLock { $0 })
        }
    }

    @Test(
        "a start without a usable nonce is refused",
        arguments: ["", "?boot=", "?boot=\(String(repeating: "x", count: 129))"]
    )
    func noNonce(query: String) async throws {
        let delegate = RecordingDelegate()
        try await withDoor(delegate: delegate) { door in
            try await door.expect(400, "POST", "/outpost/v1/started\(query)")
        }
        #expect(delegate.log.withLock { $0.boots.isEmpty })
    }
}
