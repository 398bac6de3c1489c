internal import Foundation
internal import GRDB
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostStore

@Suite("Dispatches in SQLite", .timeLimit(.minutes(10)))
struct SQLiteDispatchStoreTests {
    static let epoch = Date(timeIntervalSince1970: 1_700_000_000)

    static func dispatch() throws -> Dispatch {
        let manifest = AgentManifest(
            name: "sample",
            summary: "A sample",
            image: "outpost/sample",
            model: AgentModel(
                dialect: .chat,
                upstream: "https://model.test",
                authHeader: "authorization",
                authSecret: "KEY",
                ids: [ModelID(id: "big", tier: .flagship)]
            )
        )
        let request = try DispatchRequest(
            agent: manifest,
            task: "'; DROP TABLE dispatch; --\n\u{1F600}",
            repository: "owner/name",
            reference: "main",
            timeoutSeconds: 77,
            secretNames: ["B", "A"]
        )
        let id = try #require(DispatchID("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
        return Dispatch(id: id, tenant: "tenant", request: request, createdAt: epoch)
    }

    static let end = DispatchEnd(
        status: .failed,
        reason: .provider,
        exitCode: 3,
        message: "\"words\"\n",
        flags: [.logTruncated, .childOutOfMemory]
    )

    static let path: [DispatchEvent] = [
        .provisioning(containerName: "name"), .containerCreated(id: "container"),
        .started(boot: "boot", at: epoch + 1.5), .completing, .stopRequested(.cancel), .concluded(end, at: epoch + 9),
    ]

    @Test("are read as they were written, at every step of their life")
    func roundTrip() async throws {
        let store = try SQLiteDispatchStore()
        var dispatch = try Self.dispatch()
        try await store.insert(dispatch)
        #expect(try await store.dispatch(dispatch.id) == dispatch)
        for event in Self.path {
            let expected = dispatch.state.apply(event)
            let (change, state) = try await store.apply(event, to: dispatch.id, at: Self.epoch)
            #expect(change == expected)
            #expect(state == dispatch.state)
            #expect(try await store.dispatch(dispatch.id) == dispatch)
        }
        #expect(dispatch.state.end == Self.end)
        #expect(dispatch.state.containerID == "container")
    }

    @Test("with as little as possible are read as they were written")
    func smallest() async throws {
        let store = try SQLiteDispatchStore()
        let manifest = AgentManifest(name: "lint", summary: "Lints", image: "outpost/lint")
        let id = try #require(DispatchID("01ARZ3NDEKTSV4RRFFQ69G5FAW"))
        let dispatch = Dispatch(
            id: id,
            tenant: "t",
            request: try DispatchRequest(agent: manifest, task: "x"),
            createdAt: Self.epoch
        )
        try await store.insert(dispatch)
        #expect(try await store.dispatch(id) == dispatch)
        #expect(try await store.dispatch(id)?.request.repository == nil)
    }

    @Test("are still there after the file was closed and opened again")
    func durable() async throws {
        try await TemporaryFolder.with { folder in
            var dispatch = try Self.dispatch()
            let file = folder.path + "/outpost.sqlite"
            do {
                let store = try SQLiteDispatchStore(path: file)
                try await store.insert(dispatch)
                for event in Self.path.prefix(3) { _ = try await store.apply(event, to: dispatch.id, at: Self.epoch) }
            }
            for event in Self.path.prefix(3) { _ = dispatch.state.apply(event) }
            #expect(try await SQLiteDispatchStore(path: file).dispatch(dispatch.id) == dispatch)
            #expect(try folder.entries() == ["audit.head", "outpost.sqlite"], "no journal is left behind")
        }
    }

    @Test("are in the file when the call returns, not only in the process")
    func visible() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.path + "/outpost.sqlite"
            let store = try SQLiteDispatchStore(path: file)
            let dispatch = try Self.dispatch()
            try await store.insert(dispatch)
            let other = try SQLiteDispatchStore(path: file)
            for event in Self.path {
                let (_, state) = try await store.apply(event, to: dispatch.id, at: Self.epoch)
                #expect(try await other.dispatch(dispatch.id)?.state == state)
            }
        }
    }

    @Test("have a history of what changed them, and of nothing else")
    func history() async throws {
        let store = try SQLiteDispatchStore()
        let dispatch = try Self.dispatch()
        try await store.insert(dispatch)
        for event in Self.path + Self.path { _ = try await store.apply(event, to: dispatch.id, at: Self.epoch) }
        #expect(
            try await store.history(of: dispatch.id) == [
                "accepted", "provisioning", "container_created", "started", "completing", "stop_requested", "concluded",
            ]
        )
    }

    @Test("that are not there are nil to read, and an error to change")
    func unknown() async throws {
        let store = try SQLiteDispatchStore()
        let id = try Self.dispatch().id
        #expect(try await store.dispatch(id) == nil)
        #expect(try await store.history(of: id) == [])
        await #expect(throws: DispatchStoreError.unknownDispatch(id)) {
            try await store.apply(.completing, to: id, at: Self.epoch)
        }
    }

    @Test("are inserted once")
    func duplicate() async throws {
        let store = try SQLiteDispatchStore()
        let dispatch = try Self.dispatch()
        try await store.insert(dispatch)
        await #expect(throws: DatabaseError.self) { try await store.insert(dispatch) }
        #expect(try await store.history(of: dispatch.id) == ["accepted"])
    }

    @Test("are started by exactly one of many boots")
    func race() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.path + "/outpost.sqlite"
            let store = try SQLiteDispatchStore(path: file)
            let dispatch = try Self.dispatch()
            try await store.insert(dispatch)
            _ = try await store.apply(.provisioning(containerName: "name"), to: dispatch.id, at: Self.epoch)
            let changes = try await withThrowingTaskGroup(of: (String, DispatchChange).self) { group in
                for number in 0..<16 {
                    group.addTask {
                        let boot = "boot-\(number)"
                        let event = DispatchEvent.started(boot: boot, at: Self.epoch)
                        return (boot, try await store.apply(event, to: dispatch.id, at: Self.epoch).0)
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            let winners = changes.filter { $0.value == .changed }.map(\.key)
            #expect(winners.count == 1)
            #expect(changes.values.count { $0 == .refused } == 15)
            #expect(try await store.dispatch(dispatch.id)?.state.boot == winners.first)
        }
    }
}
