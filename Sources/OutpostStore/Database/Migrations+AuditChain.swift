internal import Foundation
internal import GRDB
internal import OutpostCore

extension Migrations {
    static let auditChain = "4-audit-chain"

    /// Chains the audit trail, what it already holds included, and lets nobody change or remove a row.
    static func chainAudit(_ database: Database) throws {
        try database.execute(
            sql: """
                DROP TRIGGER auditIsAppendOnly;
                DROP INDEX auditByTenant;
                ALTER TABLE audit RENAME TO unchainedAudit;
                CREATE TABLE audit (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    at REAL NOT NULL,
                    tenant TEXT NOT NULL,
                    actor TEXT NOT NULL,
                    source TEXT NOT NULL,
                    action TEXT NOT NULL,
                    resource TEXT NOT NULL,
                    hash BLOB NOT NULL CHECK (length(hash) = 32)
                ) STRICT;
                """
        )
        var head = AuditHead.empty
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT at, tenant, actor, '' AS source, action, resource FROM unchainedAudit ORDER BY sequence"
        )
        while let row = try rows.next() {
            let sequence = head.sequence + 1
            let hash = try AuditRecord.insert(AuditEntry(row), sequence: sequence, after: head.hash, into: database)
            head = AuditHead(sequence: sequence, hash: hash)
        }
        try database.execute(
            sql: """
                DROP TABLE unchainedAudit;
                CREATE INDEX auditByTenant ON audit (tenant, sequence);
                CREATE TRIGGER auditIsNeverChanged BEFORE UPDATE ON audit
                BEGIN
                    SELECT RAISE(ABORT, 'the audit trail is never changed');
                END;
                CREATE TRIGGER auditIsNeverCut BEFORE DELETE ON audit
                BEGIN
                    SELECT RAISE(ABORT, 'the audit trail is never cut');
                END;
                -- INSERT OR REPLACE deletes without asking the trigger above.
                CREATE TRIGGER auditIsNeverReplaced BEFORE INSERT ON audit
                WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
                BEGIN
                    SELECT RAISE(ABORT, 'the audit trail is never changed');
                END;
                """
        )
    }
}
