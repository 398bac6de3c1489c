internal import Foundation
internal import GRDB
internal import OutpostCore

/// A row of `audit`, before it has its number and hash.
///
/// It is written inside the transaction of what it records.
struct AuditRecord {
    private let entry: AuditEntry

    init(_ entry: AuditEntry) { self.entry = entry }

    /// Appends the row to the chain.
    ///
    /// The number comes from the count of all rows ever written: one that is cut off at the end leaves a gap.
    func insert(_ database: Database) throws {
        let last = try Self.head(in: database)
        let written = try Int.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'audit'") ?? 0
        let sequence = max(last.sequence, written) + 1
        try Self.insert(entry, sequence: sequence, after: last.hash, into: database)
    }

    /// - Returns: the row's hash.
    @discardableResult
    static func insert(
        _ entry: AuditEntry,
        sequence: Int,
        after previous: Data,
        into database: Database
    ) throws -> Data {
        let hash = AuditRow.hash(after: previous, sequence: sequence, entry: entry)
        try database.execute(
            sql: """
                INSERT INTO audit (sequence, at, tenant, actor, source, action, resource, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                sequence, entry.at.timeIntervalSince1970, entry.tenant, entry.actor, entry.source, entry.action,
                entry.resource, hash,
            ]
        )
        return hash
    }

    static func head(in database: Database) throws -> AuditHead {
        let sql = "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"
        guard let row = try Row.fetchOne(database, sql: sql) else { return .empty }
        return AuditHead(sequence: row["sequence"], hash: row["hash"])
    }
}

extension AuditRow {
    init(_ row: Row) {
        self.init(sequence: row["sequence"], entry: AuditEntry(row), hash: row["hash"])
    }
}

extension AuditEntry {
    init(_ row: Row) {
        self.init(
            at: Date(timeIntervalSince1970: row["at"]),
            tenant: row["tenant"],
            actor: row["actor"],
            action: row["action"],
            resource: row["resource"],
            source: row["source"]
        )
    }
}
