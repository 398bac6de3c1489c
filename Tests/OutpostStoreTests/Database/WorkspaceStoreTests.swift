internal import Foundation
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("Workspaces in the database", .timeLimit(.minutes(10)))
struct WorkspaceStoreTests {
    private static let epoch = ControlPlaneSamples.epoch

    private func workspace(_ number: Int, tenant: String = "a", age: Double = 0) throws -> Workspace {
        Workspace(
            id: try #require(WorkspaceID("550e8400-e29b-41d4-a716-44665544000\(number)")),
            key: WorkspaceKey(tenant: tenant, repository: "https://git.test/o/r\(number).git/"),
            createdAt: Self.epoch - age,
            lastUsedAt: Self.epoch - age,
            expiresAt: Self.epoch + 10
        )
    }

    @Test("A second opening moves the times, and keeps beginning and size")
    func reopening() async throws {
        let store = try OutpostDatabase().workspaces
        var one = try workspace(1)
        try await store.open(one)
        try await store.touch(one.id, at: Self.epoch + 5, expiresAt: Self.epoch + 15, sizeBytes: 77)
        try await store.open(try workspace(1))
        let found = try #require(try await store.workspace(one.id))
        one.sizeBytes = 77
        #expect(found == one)
        #expect(found.key.repository == "https://git.test/o/r1")
    }

    @Test("Pages are a tenant's own, the newest first, without those that are being removed")
    func pages() async throws {
        let database = try OutpostDatabase()
        let store = database.workspaces
        // Two of one age.
        let all = [try workspace(1, age: 9), try workspace(2, age: 9), try workspace(3, age: 1), try workspace(4)]
        for one in all + [try workspace(5, tenant: "b")] { try await store.open(one) }
        let audit = AuditEntry(at: Self.epoch, tenant: "a", actor: "key", action: "workspace.delete", resource: "4")
        try await store.markDeleting(all[3].id, audit: audit)
        let first = try await store.workspaces(of: "a", after: nil, limit: 2)
        #expect(first.map(\.id) == [all[2].id, all[1].id])
        let last = try #require(first.last)
        let cursor = WorkspaceCursor(createdAt: last.createdAt, id: last.id)
        #expect(try await store.workspaces(of: "a", after: cursor, limit: 2).map(\.id) == [all[0].id])
        #expect(try await store.workspace(all[3].id) == nil)
        #expect(try await store.workspaces().first { $0.id == all[3].id }?.isDeleting == true)
        #expect(try await database.dispatches.auditTrail().map(\.action) == ["workspace.delete"])
        try await store.forget(all[3].id)
        #expect(try await store.workspaces().count == 4)
    }
}
