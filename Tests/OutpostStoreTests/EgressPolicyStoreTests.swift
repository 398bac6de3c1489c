internal import Foundation
internal import GRDB
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("Stored egress policies")
struct EgressPolicyStoreTests {
    private static let audit = AuditEntry(
        at: Date(timeIntervalSince1970: 1),
        tenant: "a",
        actor: "operator",
        action: "egress.change",
        resource: "mode learn"
    )

    @Test("a policy is each owner's own, and a change comes with its audit row or not at all")
    func changes() async throws {
        let database = try OutpostDatabase()
        let store = database.egress
        #expect(try await store.egressPolicy(of: .shared) == EgressPolicy())
        for _ in 0..<2 {
            _ = try await store.changeEgressPolicy(of: .tenant("a"), audit: Self.audit) {
                $0.mode = .learn
                $0.presets["github"] = true
                $0.hosts["*.a.test:443"] = .deny
            }
        }
        let expected = EgressPolicy(mode: .learn, presets: ["github": true], hosts: ["*.a.test:443": .deny])
        #expect(try await store.egressPolicy(of: .tenant("a")) == expected)
        #expect(try await store.egressPolicy(of: .tenant("b")) == EgressPolicy())
        await #expect(throws: CancellationError.self) {
            try await store.changeEgressPolicy(of: .tenant("a"), audit: Self.audit) { policy in
                policy.mode = .internet
                throw CancellationError()
            }
        }
        #expect(try await store.egressPolicy(of: .tenant("a")) == expected)
        let rows = try await database.audit.rows(AuditQuery()).map(\.entry)
        #expect(rows == [Self.audit, Self.audit])
    }
}
