internal import GRDB

extension Migrations {
    /// The master key that is to take over from the one in `vault`.
    static func addNextVault(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE nextVault (
                    only INTEGER PRIMARY KEY NOT NULL CHECK (only = 1),
                    masterKey TEXT NOT NULL,
                    keyCheck BLOB NOT NULL,
                    salt BLOB NOT NULL
                ) STRICT;
                CREATE INDEX secretVersionByKey ON secretVersion (owner, tenantKey);
                """
        )
    }
}
