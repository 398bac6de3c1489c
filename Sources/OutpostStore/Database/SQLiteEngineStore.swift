internal import GRDB
package import OutpostCore

/// The installation's engine in SQLite; see ``OutpostDatabase``.
package struct SQLiteEngineStore: EngineStore {
    let database: DatabaseQueue

    init(database: DatabaseQueue) {
        self.database = database
    }

    /// Reads which engine it is.
    package func engine() async throws -> EngineIdentity? {
        try await database.readOrTell { database in
            try Row.fetchOne(database, sql: "SELECT id, rootDirectory FROM engine").map {
                EngineIdentity(id: $0["id"], rootDirectory: $0["rootDirectory"])
            }
        }
    }

    /// Replaces it, with its audit row.
    package func setEngine(_ engine: EngineIdentity, audit: AuditEntry) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: """
                    INSERT INTO engine (one, id, rootDirectory) VALUES (1, ?1, ?2)
                    ON CONFLICT DO UPDATE SET id = ?1, rootDirectory = ?2
                    """,
                arguments: [engine.id, engine.rootDirectory]
            )
            try AuditRecord(audit).insert(database)
        }
    }
}
