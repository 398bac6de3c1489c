internal import GRDB

/// The schema's history.
///
/// A migration that has been released is never changed.
enum Migrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1-dispatches", migrate: createDispatches)
        migrator.registerMigration("2-control-plane", migrate: createControlPlane)
        migrator.registerMigration("3-workspaces", migrate: createWorkspaces)
        migrator.registerMigration("3-stop-reason", migrate: addStopReason)
        migrator.registerMigration("3-secrets", migrate: createSecrets)
        migrator.registerMigration("3-batches", migrate: addBatch)
        migrator.registerMigration("4-retention", migrate: addRetention)
        migrator.registerMigration(auditChain, migrate: chainAudit)
        migrator.registerMigration("4-next-vault", migrate: addNextVault)
        migrator.registerMigration("4-secret-refresh", migrate: createSecretRefresh)
        migrator.registerMigration("4-egress", migrate: createEgressPolicies)
        migrator.registerMigration("5-engine", migrate: createEngine)
        migrator.registerMigration("6-tenant-runtime", migrate: addTenantRuntime)
        migrator.registerMigration("7-webhooks", migrate: createWebhooks)
        migrator.registerMigration("8-request-secrets", migrate: createRequestSecrets)
        return migrator
    }

    private static func createDispatches(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE dispatch (
                    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 26),
                    tenant TEXT NOT NULL,
                    agent TEXT NOT NULL,
                    model TEXT NOT NULL,
                    tier TEXT NOT NULL CHECK (tier IN ('flagship', 'balanced', 'fast')),
                    task TEXT NOT NULL CHECK (length(task) > 0),
                    repository TEXT,
                    reference TEXT,
                    timeoutSeconds INTEGER NOT NULL CHECK (timeoutSeconds > 0),
                    secretNames TEXT NOT NULL,
                    options TEXT NOT NULL,
                    createdAt REAL NOT NULL,
                    status TEXT NOT NULL CHECK (status IN (
                        'pending', 'provisioning', 'running', 'completing',
                        'success', 'failed', 'timeout', 'cancelled')),
                    attempt INTEGER NOT NULL CHECK (attempt >= 0),
                    containerName TEXT,
                    containerID TEXT,
                    boot TEXT,
                    startedAt REAL,
                    stopCause TEXT,
                    endJSON TEXT,
                    endedAt REAL,
                    CHECK ((endJSON IS NULL) = (endedAt IS NULL)),
                    CHECK ((endJSON IS NOT NULL) = (status IN ('success', 'failed', 'timeout', 'cancelled')))
                ) STRICT;

                CREATE TABLE dispatchEvent (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    dispatch TEXT NOT NULL REFERENCES dispatch (id) ON DELETE CASCADE,
                    at REAL NOT NULL,
                    kind TEXT NOT NULL,
                    status TEXT NOT NULL,
                    detail TEXT
                ) STRICT;

                CREATE INDEX dispatchEventByDispatch ON dispatchEvent (dispatch, sequence);
                CREATE INDEX dispatchUnfinished ON dispatch (status)
                    WHERE status IN ('pending', 'provisioning', 'running', 'completing');
                """
        )
    }
}
