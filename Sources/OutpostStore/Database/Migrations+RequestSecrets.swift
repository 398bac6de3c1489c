internal import GRDB

extension Migrations {
    /// What came with requests, sealed, for as long as their dispatches have not ended.
    static func createRequestSecrets(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE requestSecret (
                    dispatch TEXT PRIMARY KEY NOT NULL REFERENCES dispatch (id) ON DELETE CASCADE,
                    owner TEXT NOT NULL CHECK (length(owner) > 0),
                    tenantKey INTEGER NOT NULL,
                    wrappedKey BLOB NOT NULL,
                    sealed BLOB NOT NULL,
                    FOREIGN KEY (owner, tenantKey) REFERENCES tenantKey (owner, version)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX requestSecretByKey ON requestSecret (owner, tenantKey);
                """
        )
    }
}
