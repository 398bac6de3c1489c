internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@Suite("Accepting a dispatch")
struct IdempotencyTests {
    private typealias Samples = ControlPlaneSamples

    private let store: SQLiteDispatchStore

    init() throws {
        store = try OutpostDatabase().dispatches
    }

    private func idempotency(_ key: String = "k", fingerprint: String = "f", hours: Double = 24) -> Idempotency {
        Idempotency(key: key, fingerprint: fingerprint, expiresAt: Samples.epoch + hours * 3600)
    }

    private func accept(_ dispatch: Dispatch, _ idempotency: Idempotency?) async throws -> Acceptance {
        try await store.accept(
            [dispatch],
            secrets: [:],
            idempotency: idempotency,
            queueLimit: .max,
            audit: [Samples.audit(dispatch)]
        )
    }

    @Test("a dispatch without an idempotency key is written with its tags, first event and audit row")
    func plain() async throws {
        let dispatch = try Samples.dispatch(1, tags: ["team": "red"])
        #expect(try await accept(dispatch, nil) == .created)
        #expect(try await store.dispatch(dispatch.id) == dispatch)
        #expect(try await store.history(of: dispatch.id) == ["accepted"])
        #expect(try await store.auditTrail() == [Samples.audit(dispatch)])
    }

    @Test("the same key with the same body replays the first dispatch as it stands, and writes nothing")
    func replay() async throws {
        let first = try Samples.dispatch(1)
        _ = try await accept(first, idempotency())
        _ = try await store.apply(.provisioning(containerName: "c"), to: first.id, at: Samples.epoch)
        let second = try Samples.dispatch(2)
        guard case .replayed(let replayed) = try await accept(second, idempotency()) else {
            Issue.record("not replayed")
            return
        }
        #expect(replayed.id == first.id)
        #expect(replayed.state.status == .provisioning)
        #expect(try await store.dispatch(second.id) == nil)
        #expect(try await store.auditTrail().count == 1)
    }

    @Test("the same key with another body is a conflict, and writes nothing")
    func conflict() async throws {
        _ = try await accept(try Samples.dispatch(1), idempotency())
        let other = try Samples.dispatch(2)
        #expect(try await accept(other, idempotency(fingerprint: "g")) == .conflict)
        #expect(try await store.dispatch(other.id) == nil)
    }

    @Test("keys of different tenants have nothing to do with each other")
    func tenants() async throws {
        #expect(try await accept(try Samples.dispatch(1, tenant: "a"), idempotency()) == .created)
        #expect(try await accept(try Samples.dispatch(2, tenant: "b"), idempotency(fingerprint: "g")) == .created)
    }

    @Test(
        "a key may be used again from the moment on at which it ends",
        arguments: [(-1.0, false), (0, true), (1, true)]
    )
    func expiry(seconds: Double, isFree: Bool) async throws {
        _ = try await accept(try Samples.dispatch(1), idempotency())
        let later = try Samples.dispatch(2, createdAt: Samples.epoch + 24 * 3600 + seconds)
        let acceptance = try await accept(later, idempotency(fingerprint: "g", hours: 48))
        #expect(acceptance == (isFree ? .created : .conflict))
    }

    @Test("a dispatch that cannot be written leaves no idempotency row behind")
    func rollback() async throws {
        let taken = try Samples.dispatch(1)
        try await store.insert(taken)
        await #expect(throws: (any Error).self) { _ = try await accept(taken, idempotency()) }
        #expect(try await accept(try Samples.dispatch(2), idempotency()) == .created)
        #expect(try await store.auditTrail().count == 1)
    }

    @Test("of 8 racing requests with one key exactly one makes a dispatch, in each of 1,000 rounds")
    func race() async throws {
        for round in 0..<1000 {
            let acceptances = try await withThrowingTaskGroup(of: Acceptance.self) { group in
                for client in 0..<8 {
                    let dispatch = try Samples.dispatch(UInt64(round * 8 + client + 1))
                    group.addTask { [store] in
                        try await store.accept(
                            [dispatch],
                            secrets: [:],
                            idempotency: Idempotency(
                                key: "round \(round)",
                                fingerprint: "f",
                                expiresAt: Samples.epoch + 3600
                            ),
                            queueLimit: .max,
                            audit: [Samples.audit(dispatch)]
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(acceptances.count { $0 == .created } == 1)
            let replayed = Set(
                acceptances.compactMap { acceptance -> DispatchID? in
                    if case .replayed(let dispatch) = acceptance { dispatch.id } else { nil }
                }
            )
            #expect(replayed.count == 1)
        }
        #expect(try await store.unfinished().count == 1000)
    }

    @Test("a full queue takes nothing new, still replays what it has, and leaves the refused key free")
    func fullQueue() async throws {
        func accept(_ number: UInt64, key: String, limit: Int) async throws -> Acceptance {
            let dispatch = try Samples.dispatch(number)
            let audit = [Samples.audit(dispatch)]
            return try await store.accept(
                [dispatch],
                secrets: [:],
                idempotency: idempotency(key),
                queueLimit: limit,
                audit: audit
            )
        }
        #expect(try await accept(1, key: "a", limit: 1) == .created)
        #expect(try await accept(2, key: "b", limit: 1) == .queueFull)
        guard case .replayed = try await accept(3, key: "a", limit: 1) else {
            Issue.record("not replayed")
            return
        }
        #expect(try await accept(4, key: "b", limit: 2) == .created)
        #expect(try await store.auditTrail().count == 2)
    }

    @Test("an acceptance is there after the database was opened anew")
    func durable() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/outpost.sqlite"
            let dispatch = try Samples.dispatch(1, tags: ["team": "red"])
            _ = try await OutpostDatabase(path: path).dispatches.accept(
                [dispatch],
                secrets: [:],
                idempotency: idempotency(),
                queueLimit: .max,
                audit: [Samples.audit(dispatch)]
            )
            let reopened = try OutpostDatabase(path: path).dispatches
            let again = try await reopened.accept(
                [try Samples.dispatch(2)],
                secrets: [:],
                idempotency: idempotency(),
                queueLimit: .max,
                audit: [Samples.audit(dispatch)]
            )
            #expect(again == .replayed(dispatch))
        }
    }
}
