internal import GRDB

extension Migrations {
    /// What operators say of the hosts that containers may reach.
    static func createEgressPolicies(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE egressPolicy (
                    owner TEXT PRIMARY KEY NOT NULL CHECK (length(owner) > 0),
                    policy TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                """
        )
    }
}
