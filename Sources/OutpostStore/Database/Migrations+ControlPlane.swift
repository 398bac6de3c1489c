internal import GRDB

extension Migrations {
    /// Tenants, their keys, idempotency, tags and the audit trail.
    static func createControlPlane(_ database: Database) throws {
        try createIdentity(database)
        try createDispatchParts(database)
        try createAudit(database)
    }

    private static func createIdentity(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE tenant (
                    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) > 0),
                    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 255),
                    tier TEXT NOT NULL CHECK (tier IN ('free', 'starter', 'pro', 'enterprise')),
                    status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
                    limits TEXT NOT NULL,
                    createdAt REAL NOT NULL
                ) STRICT;

                CREATE TABLE apiKey (
                    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) > 0),
                    tenant TEXT NOT NULL REFERENCES tenant (id),
                    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
                    prefix TEXT NOT NULL,
                    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
                    scopes TEXT NOT NULL,
                    createdAt REAL NOT NULL,
                    expiresAt REAL,
                    revokedAt REAL,
                    lastUsedAt REAL
                ) STRICT;

                CREATE INDEX apiKeyByTenant ON apiKey (tenant, createdAt DESC);
                """
        )
    }

    private static func createDispatchParts(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE idempotency (
                    tenant TEXT NOT NULL,
                    key TEXT NOT NULL CHECK (length(key) > 0),
                    fingerprint TEXT NOT NULL,
                    -- The row comes before its dispatch, so that this table's key decides who may write one.
                    dispatch TEXT NOT NULL REFERENCES dispatch (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                    expiresAt REAL NOT NULL,
                    PRIMARY KEY (tenant, key)
                ) STRICT, WITHOUT ROWID;

                CREATE INDEX idempotencyByExpiry ON idempotency (expiresAt);
                CREATE INDEX idempotencyByDispatch ON idempotency (dispatch);

                CREATE TABLE dispatchTag (
                    dispatch TEXT NOT NULL REFERENCES dispatch (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    value TEXT NOT NULL,
                    PRIMARY KEY (dispatch, name)
                ) STRICT, WITHOUT ROWID;

                CREATE INDEX dispatchTagByValue ON dispatchTag (name, value, dispatch);
                CREATE INDEX dispatchByTenant ON dispatch (tenant, id DESC);
                CREATE INDEX dispatchEnded ON dispatch (endedAt) WHERE endedAt IS NOT NULL;
                """
        )
    }

    private static func createAudit(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE audit (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    at REAL NOT NULL,
                    tenant TEXT NOT NULL,
                    actor TEXT NOT NULL,
                    action TEXT NOT NULL,
                    resource TEXT NOT NULL
                ) STRICT;

                CREATE INDEX auditByTenant ON audit (tenant, sequence);
                CREATE TRIGGER auditIsAppendOnly BEFORE UPDATE ON audit
                BEGIN
                    SELECT RAISE(ABORT, 'the audit trail is never changed');
                END;
                """
        )
    }
}
