internal import Foundation
internal import GRDB
package import OutpostCore

/// The audit trail in SQLite; see ``OutpostDatabase``.
package struct SQLiteAuditLog: AuditLog {
    let database: DatabaseQueue
    /// Nil for a database in memory.
    let anchor: AuditAnchor?

    /// Rows that are read at once while the trail is followed: others wait for the one connection meanwhile.
    private static let batch = 1000

    /// Reads a page of rows.
    package func rows(_ query: AuditQuery) async throws -> [AuditRow] {
        let (comparison, order) = query.isOldestFirst ? (">", "ASC") : ("<", "DESC")
        return try await database.readOrTell { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM audit WHERE (?1 IS NULL OR sequence \(comparison) ?1)
                        AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR tenant = ?3)
                    ORDER BY sequence \(order) LIMIT ?4
                    """,
                arguments: [query.cursor, query.since?.timeIntervalSince1970, query.tenant, query.limit]
            ).map { AuditRow($0) }
        }
    }

    /// Follows the trail, and compares it with the file beside the database.
    package func verify(expected: AuditHead?) async throws -> AuditVerification {
        var anchors = expected.map { [(head: $0, name: "the head that was given")] } ?? []
        if let anchor {
            // The file is read before the rows, which may grow meanwhile.
            guard let head = anchor.read() else { return try await withoutAnchor(anchor) }
            anchors.append((head, anchor.path))
        }
        var verifier = AuditVerifier(anchors: anchors)
        var query = AuditQuery()
        query.isOldestFirst = true
        query.limit = Self.batch
        while !verifier.isBroken {
            let rows = try await rows(query)
            for row in rows { verifier.check(row) }
            guard let last = rows.last else { break }
            query.cursor = last.sequence
        }
        return verifier.finish()
    }

    private func withoutAnchor(_ anchor: AuditAnchor) async throws -> AuditVerification {
        let head = try await database.readOrTell { try AuditRecord.head(in: $0) }
        let reason = "the file \(anchor.path), which tells how far the trail goes, is missing or unreadable"
        return AuditVerification(head: head, fault: .init(sequence: head.sequence, reason: reason))
    }
}
