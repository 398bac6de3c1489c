internal import Foundation
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("A key that is rotated", .timeLimit(.minutes(10)))
struct KeyRotationTests {
    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func service(_ database: OutpostDatabase) -> AdminService {
        AdminService(
            identities: database.identities,
            now: { Self.now },
            makeID: { UUID().uuidString.lowercased() },
            makeSecret: {
                var generator = SystemRandomNumberGenerator()
                return APIKeySecret.random(using: &generator)
            }
        )
    }

    @Test("works beside its successor until the overlap is over, and the successor has its rights and lifetime")
    func overlap() async throws {
        let database = try OutpostDatabase()
        let service = service(database)
        _ = try await service.createTenant(name: "acme", tier: nil, by: "me")
        let end = Self.now.addingTimeInterval(864_000)
        let first = try await service.createKey(tenant: "acme", scopes: ["status"], expiresAt: end, by: "me")
        let rotated = try await service.rotate(first.key.prefix, overlap: 3600, by: "me")
        #expect(rotated.old.id == first.key.id && rotated.key.id != first.key.id)
        #expect(rotated.old.status(at: Self.now.addingTimeInterval(3599)) == .active)
        #expect(rotated.old.status(at: Self.now.addingTimeInterval(3600)) == .expired)
        #expect(rotated.key.scopes == [.status] && rotated.key.expiresAt == end)
        let found = try await database.identities.find(hash: rotated.secret.hash)
        #expect(found?.key == rotated.key)
        #expect(try await database.identities.find(hash: first.secret.hash)?.key.expiresAt == rotated.old.expiresAt)
        // A key that would end earlier anyway gets no longer life by it.
        let again = try await service.rotate(rotated.key.id, overlap: 2_592_000, by: "me")
        #expect(again.old.expiresAt == end)
        let rows = try await database.audit.rows(AuditQuery())
        #expect(rows.prefix(2).map(\.entry.action) == ["key.rotate", "key.rotate"])
        #expect(rows.first?.entry.resource == "\(rotated.key.id) to \(again.key.id)")
    }

    @Test("has to work, and the overlap has its bounds")
    func refused() async throws {
        let database = try OutpostDatabase()
        let service = service(database)
        _ = try await service.createTenant(name: "acme", tier: nil, by: "me")
        let key = try await service.createKey(tenant: "acme", by: "me").key
        await #expect(throws: InvalidAdministration.self) { try await service.rotate(key.id, overlap: -1, by: "me") }
        _ = try await service.revoke(key.id, by: "me")
        await #expect(throws: IdentityError.endedKey(key.id)) { try await service.rotate(key.id, by: "me") }
        await #expect(throws: IdentityError.unknownKey("nobody")) { try await service.rotate("nobody", by: "me") }
    }
}
