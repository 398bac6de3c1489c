internal import GRDB

extension Migrations {
    /// Sealed secrets, and the sealed keys that open them.
    static func createSecrets(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE vault (
                    only INTEGER PRIMARY KEY NOT NULL CHECK (only = 1),
                    masterKey TEXT NOT NULL,
                    keyCheck BLOB NOT NULL,
                    salt BLOB NOT NULL
                ) STRICT;

                CREATE TABLE tenantKey (
                    owner TEXT NOT NULL CHECK (length(owner) > 0),
                    version INTEGER NOT NULL CHECK (version > 0),
                    masterKey TEXT NOT NULL,
                    wrapped BLOB NOT NULL,
                    PRIMARY KEY (owner, version)
                ) STRICT, WITHOUT ROWID;

                -- A removed secret stays as a row without versions, so that no number is used twice for one name.
                CREATE TABLE secret (
                    owner TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('environment', 'git')),
                    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
                    latest INTEGER NOT NULL CHECK (latest >= 0),
                    createdAt REAL NOT NULL,
                    lastUsedAt REAL,
                    PRIMARY KEY (owner, kind, name)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE secretVersion (
                    owner TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    name TEXT NOT NULL,
                    version INTEGER NOT NULL CHECK (version > 0),
                    tenantKey INTEGER NOT NULL,
                    wrappedKey BLOB NOT NULL,
                    sealed BLOB NOT NULL,
                    createdAt REAL NOT NULL,
                    createdBy TEXT NOT NULL,
                    PRIMARY KEY (owner, kind, name, version),
                    FOREIGN KEY (owner, kind, name) REFERENCES secret (owner, kind, name),
                    FOREIGN KEY (owner, tenantKey) REFERENCES tenantKey (owner, version)
                ) STRICT, WITHOUT ROWID;
                """
        )
    }
}
