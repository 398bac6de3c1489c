internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import Testing

@Suite("What a server asks the repository for at its start and for its rates")
struct RepositoryHistoryTests {
    private typealias Samples = ControlPlaneSamples

    private let store: SQLiteDispatchStore

    init() throws {
        store = try OutpostDatabase().dispatches
    }

    private func conclude(_ number: UInt64, startedAt: Double?, endedAt: Double) async throws {
        let id = Samples.id(number)
        _ = try await store.apply(.provisioning(containerName: "c"), to: id, at: Samples.epoch)
        if let startedAt {
            _ = try await store.apply(.started(boot: "b", at: Samples.epoch + startedAt), to: id, at: Samples.epoch)
        }
        let end = DispatchEnd(status: startedAt == nil ? .failed : .success, reason: .changed)
        _ = try await store.apply(.concluded(end, at: Samples.epoch + endedAt), to: id, at: Samples.epoch)
    }

    @Test("unfinished dispatches of all tenants come the oldest first, ended ones do not")
    func unfinished() async throws {
        try await store.insert(Samples.dispatch(3, tenant: "b"))
        try await store.insert(Samples.dispatch(1, tenant: "a"))
        try await store.insert(Samples.dispatch(2, tenant: "a"))
        try await conclude(2, startedAt: 1, endedAt: 5)
        #expect(try await store.unfinished().map(\.id) == [Samples.id(1), Samples.id(3)])
    }

    @Test("what ended since a time comes with its duration from the agent's start, or none if it never started")
    func ended() async throws {
        for number in 1...4 { try await store.insert(Samples.dispatch(UInt64(number), agent: "agent\(number)")) }
        try await conclude(1, startedAt: 1, endedAt: 9)
        try await conclude(2, startedAt: 4, endedAt: 12)
        try await conclude(3, startedAt: nil, endedAt: 11)
        let ended = try await store.ended(since: Samples.epoch + 10)
        #expect(
            ended == [
                EndedDispatch(agent: "agent3", status: .failed, duration: nil),
                EndedDispatch(agent: "agent2", status: .success, duration: 8),
            ]
        )
    }

    @Test("the audit trail keeps what it was told, the newest first")
    func audit() async throws {
        let entries = (1...3).map { number in
            AuditEntry(
                at: Samples.epoch + Double(number),
                tenant: "t\(number)",
                actor: "k\(number)",
                action: "key.revoke",
                resource: "r\(number)"
            )
        }
        for entry in entries { try await store.audit(entry) }
        #expect(try await store.auditTrail() == entries.reversed())
        #expect(try await store.auditTrail(limit: 1) == [entries[2]])
    }
}
