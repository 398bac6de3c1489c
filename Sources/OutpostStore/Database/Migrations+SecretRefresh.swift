internal import GRDB

extension Migrations {
    /// Secrets that get new values from a command or a file.
    static func createSecretRefresh(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE secretRefresh (
                    owner TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    name TEXT NOT NULL,
                    source TEXT NOT NULL CHECK (source IN ('command', 'file')),
                    text TEXT NOT NULL CHECK (length(text) > 0),
                    "check" TEXT,
                    every INTEGER NOT NULL CHECK (every > 0),
                    nextAt REAL NOT NULL,
                    lastAt REAL,
                    problem TEXT,
                    PRIMARY KEY (owner, kind, name),
                    FOREIGN KEY (owner, kind, name) REFERENCES secret (owner, kind, name)
                ) STRICT, WITHOUT ROWID;
                """
        )
    }
}
