internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import Testing

@Suite("A batch in the database")
struct BatchTests {
    private typealias Samples = ControlPlaneSamples
    private let store: SQLiteDispatchStore

    init() throws { store = try SQLiteDispatchStore() }

    private func accept(
        _ numbers: ClosedRange<UInt64>,
        batch: UInt64 = 90,
        limit: Int = .max,
        fingerprint: String = "f"
    ) async throws -> Acceptance {
        let id = BatchID(Samples.id(batch))
        let dispatches = try numbers.map { try Samples.dispatch($0, batch: id) }
        return try await store.accept(
            dispatches,
            secrets: [:],
            idempotency: Idempotency(key: "k", fingerprint: fingerprint, expiresAt: Samples.epoch + 3600),
            queueLimit: limit,
            audit: dispatches.map(Samples.audit)
        )
    }

    private func found(_ batch: UInt64, tenant: String = "a") async throws -> [DispatchID] {
        let query = DispatchQuery(tenant: tenant, batch: BatchID(Samples.id(batch)))
        return try await store.list(query).dispatches.map(\.id)
    }

    @Test("is written whole with a row of the audit trail each, and found by its id, its tenant's alone")
    func written() async throws {
        #expect(try await accept(1...3) == .created)
        try await store.insert(try Samples.dispatch(4))
        #expect(try await found(90) == [Samples.id(3), Samples.id(2), Samples.id(1)])
        #expect(try await found(90, tenant: "b").isEmpty)
        #expect(try await found(91).isEmpty)
        #expect(try await store.auditTrail().count == 3)
        #expect(try await store.dispatch(Samples.id(1))?.batch == BatchID(Samples.id(90)))
    }

    @Test("is written not at all where there is no room for all of it, and its key stays free")
    func fullQueue() async throws {
        #expect(try await accept(1...3, limit: 2) == .queueFull)
        #expect(try await store.unfinished().isEmpty)
        #expect(try await store.auditTrail().isEmpty)
        #expect(try await accept(1...3, limit: 3) == .created)
    }

    @Test("is written not at all where one of it cannot be")
    func broken() async throws {
        try await store.insert(try Samples.dispatch(2))
        await #expect(throws: (any Error).self) { _ = try await accept(1...3) }
        #expect(try await store.unfinished().map(\.id) == [Samples.id(2)])
    }

    @Test("is one for its idempotency key: the same request finds it, another one is a conflict")
    func idempotency() async throws {
        _ = try await accept(1...2)
        guard case .replayed(let first) = try await accept(3...4, batch: 91) else {
            Issue.record("not replayed")
            return
        }
        #expect(first.id == Samples.id(1))
        #expect(try await accept(3...4, batch: 91, fingerprint: "g") == .conflict)
        #expect(try await store.unfinished().count == 2)
    }
}
