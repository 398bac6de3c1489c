internal import Foundation
internal import GRDB
package import OutpostCore

/// Egress policies in SQLite; see ``OutpostDatabase``.
package struct SQLiteEgressPolicyStore: EgressPolicyStore {
    let database: DatabaseQueue

    init(database: DatabaseQueue) {
        self.database = database
    }

    /// Reads what is said for a tenant, or for all.
    package func egressPolicy(of owner: SecretOwner) async throws -> EgressPolicy {
        try await database.readOrTell { try Self.policy(of: owner, in: $0) }
    }

    /// Changes what is said, with its audit row.
    package func changeEgressPolicy(
        of owner: SecretOwner,
        audit: AuditEntry,
        _ change: @escaping @Sendable (inout EgressPolicy) throws -> Void
    ) async throws -> EgressPolicy {
        try await database.writeOrTell { database in
            var policy = try Self.policy(of: owner, in: database)
            try change(&policy)
            try database.execute(
                sql: "INSERT INTO egressPolicy (owner, policy) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET policy = ?2",
                arguments: [owner.text, try StoredJSON.encode(policy)]
            )
            try AuditRecord(audit).insert(database)
            return policy
        }
    }

    private static func policy(of owner: SecretOwner, in database: Database) throws -> EgressPolicy {
        let sql = "SELECT policy FROM egressPolicy WHERE owner = ?"
        guard let text = try String.fetchOne(database, sql: sql, arguments: [owner.text]) else { return EgressPolicy() }
        return try StoredJSON.decode(text)
    }
}
