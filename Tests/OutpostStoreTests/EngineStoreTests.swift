internal import Foundation
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("The stored engine")
struct EngineStoreTests {
    @Test("there is one at most, and each change comes with its audit row")
    func changes() async throws {
        let database = try OutpostDatabase()
        #expect(try await database.engine.engine() == nil)
        let engines = [
            EngineIdentity(id: "one", rootDirectory: "/one"), EngineIdentity(id: "", rootDirectory: "/two"),
        ]
        for engine in engines {
            let entry = AuditEntry(
                at: Date(timeIntervalSince1970: 1),
                tenant: "t",
                actor: "operator",
                action: "engine.accept",
                resource: engine.description
            )
            try await database.engine.setEngine(engine, audit: entry)
            #expect(try await database.engine.engine() == engine)
        }
        let rows = try await database.audit.rows(AuditQuery()).map(\.entry.resource)
        #expect(rows == ["/two", "one (/one)"])
    }
}
