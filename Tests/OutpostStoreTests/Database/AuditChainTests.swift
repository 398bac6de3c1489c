internal import Foundation
internal import GRDB
internal import OutpostCore
internal import Testing

@testable internal import OutpostStore

@Suite("The audit trail", .timeLimit(.minutes(10)))
struct AuditChainTests {
    private let scratch: Scratch
    private var folder: String { scratch.path }
    private var path: String { folder + "/outpost.sqlite" }

    /// A folder for as long as a test runs.
    private final class Scratch: Sendable {
        let path = NSTemporaryDirectory() + "outpost-audit-" + UUID().uuidString

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    init() throws { scratch = try Scratch() }

    private static let now = Date(timeIntervalSince1970: 1_700_000_000.25)

    private func write(_ count: Int, to database: OutpostDatabase) async throws {
        for number in 1...count {
            let entry = AuditEntry(at: Self.now, tenant: "a", actor: "key", action: "x.do", resource: "r\(number)")
            try await database.dispatches.audit(entry)
        }
    }

    /// What somebody with the file can do: a connection of their own, and no triggers.
    private func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            try database.execute(
                sql: "DROP TRIGGER auditIsNeverChanged; DROP TRIGGER auditIsNeverCut; DROP TRIGGER auditIsNeverReplaced"
            )
            try database.execute(sql: sql)
        }
        try queue.close()
    }

    @Test("holds together over transactions and starts, and says from where a call came")
    func intact() async throws {
        try await write(3, to: try OutpostDatabase(path: path))
        let database = try OutpostDatabase(path: path)
        try await AuditSource.$current.withValue("203.0.113.7") { try await write(2, to: database) }
        let result = try await database.audit.verify(expected: nil)
        #expect(result.fault == nil && result.head.sequence == 5)
        let rows = try await database.audit.rows(AuditQuery())
        #expect(rows.map(\.sequence) == [5, 4, 3, 2, 1])
        #expect(rows.map(\.entry.source) == ["203.0.113.7", "203.0.113.7", "server", "server", "server"])
        #expect(try String(contentsOfFile: folder + "/audit.head", encoding: .utf8) == result.head.text + "\n")
    }

    @Test(
        "is neither changed nor cut nor replaced by any statement",
        arguments: [
            "UPDATE audit SET actor = 'x' WHERE sequence = 2", "DELETE FROM audit",
            "DELETE FROM audit WHERE sequence = 3",
            "INSERT OR REPLACE INTO audit SELECT sequence, at, 'b', actor, source, action, resource, hash FROM audit",
        ]
    )
    func triggers(sql: String) async throws {
        let database = try OutpostDatabase(path: path)
        try await write(3, to: database)
        await #expect(throws: DatabaseError.self) {
            try await database.audit.database.write { try $0.execute(sql: sql) }
        }
        #expect(try await database.audit.verify(expected: nil).head.sequence == 3)
    }

    @Test(
        "names the first row that was changed, removed, put elsewhere or made up",
        arguments: [
            ("UPDATE audit SET at = at + 0.001 WHERE sequence = 3", 3),
            ("UPDATE audit SET tenant = 'b' WHERE sequence = 2", 2),
            ("UPDATE audit SET actor = 'b' WHERE sequence = 1", 1),
            ("UPDATE audit SET source = 'b' WHERE sequence = 4", 4),
            ("UPDATE audit SET action = 'b' WHERE sequence = 5", 5),
            ("UPDATE audit SET resource = 'b' WHERE sequence = 3", 3),
            ("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 3", 3),
            ("DELETE FROM audit WHERE sequence = 1", 1), ("DELETE FROM audit WHERE sequence = 3", 3),
            ("DELETE FROM audit WHERE sequence = 3; UPDATE audit SET sequence = sequence - 1 WHERE sequence > 3", 3),
            ("UPDATE audit SET sequence = 9 WHERE sequence = 2; UPDATE audit SET sequence = 2 WHERE sequence = 3", 2),
            ("INSERT INTO audit SELECT 6, at, tenant, actor, source, action, resource, hash FROM audit LIMIT 1", 6),
            // The end is missing: only the file beside the database knows.
            ("DELETE FROM audit WHERE sequence > 3", 4), ("DELETE FROM audit", 1),
        ]
    )
    func faults(sql: String, row: Int) async throws {
        try await write(5, to: try OutpostDatabase(path: path))
        try tamper(sql)
        let result = try await OutpostDatabase(path: path).audit.verify(expected: nil)
        #expect(result.fault?.sequence == row, "\(String(describing: result.fault))")
        #expect(result.head.sequence < row)
    }

    @Test("shows that its end was cut off also after it grew again, and when its file went with it")
    func truncation() async throws {
        try await write(5, to: try OutpostDatabase(path: path))
        let head = try await OutpostDatabase(path: path).audit.verify(expected: nil).head
        try tamper("DELETE FROM audit WHERE sequence > 3")
        try await write(4, to: try OutpostDatabase(path: path))
        let grown = try await OutpostDatabase(path: path).audit.verify(expected: nil)
        #expect(grown.fault?.sequence == 4)
        try FileManager.default.removeItem(atPath: folder + "/audit.head")
        let missing = try await OutpostDatabase(path: path).audit.verify(expected: head)
        #expect(missing.fault?.reason.contains("audit.head") == true)
    }

    @Test("that was written anew as a whole does not agree with a head that was noted elsewhere")
    func rewritten() async throws {
        let database = try OutpostDatabase(path: path)
        try await write(3, to: database)
        let head = try await database.audit.verify(expected: nil).head
        let other = try OutpostDatabase()
        try await write(3, to: other)
        #expect(try await other.audit.verify(expected: head).fault == nil)
        try await write(1, to: other)
        #expect(try await database.audit.verify(expected: other.audit.verify(expected: nil).head).fault?.sequence == 4)
        let forged = AuditHead(sequence: 2, hash: Data(repeating: 1, count: 32))
        #expect(try await database.audit.verify(expected: forged).fault?.sequence == 2)
    }

    @Test("of an earlier version is chained when it is first opened")
    func migration() async throws {
        let queue = try DatabaseQueue(path: path)
        try Migrations.migrator.migrate(queue, upTo: "3-batches")
        try await queue.write { database in
            for row in 1...3 {
                try database.execute(
                    sql: "INSERT INTO audit (at, tenant, actor, action, resource) VALUES (?, 't', 'k', 'a', 'r')",
                    arguments: [Double(row)]
                )
            }
        }
        try queue.close()
        let database = try OutpostDatabase(path: path)
        try await write(1, to: database)
        let result = try await database.audit.verify(expected: nil)
        #expect(result.fault == nil && result.head.sequence == 4)
        let first = try #require(try await database.audit.rows(AuditQuery()).last)
        #expect(first.entry.at.timeIntervalSince1970 == 1 && first.entry.source.isEmpty)
    }

    @Test("has its row with what it records or neither")
    func together() async throws {
        let database = try OutpostDatabase(path: path)
        let queue = database.audit.database
        try await queue.write {
            try $0.execute(sql: "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
        }
        let tenant = Tenant(id: "a", name: "acme", tier: .pro, createdAt: Self.now)
        let entry = AuditEntry(at: Self.now, tenant: "a", actor: "key", action: "tenant.create", resource: "a")
        await #expect(throws: DatabaseError.self) { try await database.identities.insert(tenant, audit: [entry]) }
        #expect(try await database.identities.tenants().isEmpty)
    }
}
