internal import GRDB

extension Migrations {
    /// Dispatches that one request made for several agents.
    static func addBatch(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE dispatch ADD COLUMN batch TEXT CHECK (length(batch) = 26);
                CREATE INDEX dispatchByBatch ON dispatch (batch) WHERE batch IS NOT NULL;
                """
        )
    }
}
