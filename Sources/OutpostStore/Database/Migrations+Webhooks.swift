internal import GRDB

extension Migrations {
    /// Addresses that are told of the ends of dispatches, and what is to be told; and a kind of secrets for them.
    static func createWebhooks(_ database: Database) throws {
        // A table's checks cannot be changed; foreign keys are looked at when the migration is over.
        try database.execute(
            sql: """
                CREATE TABLE newSecret (
                    owner TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('environment', 'git', 'webhook')),
                    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
                    latest INTEGER NOT NULL CHECK (latest >= 0),
                    createdAt REAL NOT NULL,
                    lastUsedAt REAL,
                    PRIMARY KEY (owner, kind, name)
                ) STRICT, WITHOUT ROWID;
                INSERT INTO newSecret (owner, kind, name, latest, createdAt, lastUsedAt)
                    SELECT owner, kind, name, latest, createdAt, lastUsedAt FROM secret;
                DROP TABLE secret;
                ALTER TABLE newSecret RENAME TO secret;

                CREATE TABLE webhook (
                    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) > 0),
                    tenant TEXT NOT NULL REFERENCES tenant (id),
                    url TEXT NOT NULL CHECK (length(url) > 0),
                    events TEXT NOT NULL CHECK (json_valid(events)),
                    description TEXT,
                    createdAt REAL NOT NULL,
                    rotatedAt REAL,
                    disabledAt REAL
                ) STRICT;
                CREATE INDEX webhookByTenant ON webhook (tenant, createdAt);

                CREATE TABLE webhookDelivery (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    webhook TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
                    message TEXT NOT NULL CHECK (length(message) > 0),
                    event TEXT,
                    dispatch TEXT CHECK ((dispatch IS NULL) = (event IS NULL)),
                    createdAt REAL NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
                    attempts INTEGER NOT NULL CHECK (attempts >= 0),
                    since REAL NOT NULL,
                    isTaken INTEGER NOT NULL DEFAULT 0 CHECK (isTaken IN (0, 1)),
                    nextAt REAL CHECK ((nextAt IS NULL) = (state <> 'pending')),
                    lastAt REAL,
                    lastStatus INTEGER,
                    problem TEXT,
                    response TEXT,
                    UNIQUE (webhook, message)
                ) STRICT;
                CREATE INDEX webhookDeliveryByWebhook ON webhookDelivery (webhook, sequence);
                CREATE INDEX webhookDeliveryDue ON webhookDelivery (nextAt) WHERE state = 'pending';
                CREATE INDEX webhookDeliveryOld ON webhookDelivery (state, lastAt) WHERE state <> 'pending';
                """
        )
    }
}
