internal import GRDB

extension Migrations {
    /// Workspaces that outlive their dispatches.
    static func createWorkspaces(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE workspace (
                    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
                    tenant TEXT NOT NULL,
                    repository TEXT,
                    createdAt REAL NOT NULL,
                    lastUsedAt REAL NOT NULL,
                    expiresAt REAL NOT NULL,
                    sizeBytes INTEGER NOT NULL CHECK (sizeBytes >= 0),
                    isDeleting INTEGER NOT NULL CHECK (isDeleting IN (0, 1))
                ) STRICT;

                CREATE INDEX workspaceByTenant ON workspace (tenant, createdAt DESC, id DESC);
                """
        )
    }
}
