internal import GRDB

extension Migrations {
    /// Which engine the installation's containers are on: at most one row.
    static func createEngine(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE engine (
                    one INTEGER PRIMARY KEY CHECK (one = 1),
                    id TEXT NOT NULL,
                    rootDirectory TEXT NOT NULL
                ) STRICT;
                """
        )
    }
}
