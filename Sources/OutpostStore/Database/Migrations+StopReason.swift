internal import GRDB

extension Migrations {
    /// What whoever cancelled a dispatch said.
    static func addStopReason(_ database: Database) throws {
        try database.execute(sql: "ALTER TABLE dispatch ADD COLUMN stopReason TEXT CHECK (length(stopReason) <= 500)")
    }
}
