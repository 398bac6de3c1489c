internal import GRDB

extension Migrations {
    /// What results take, when they may go and that they are gone; and what tenants may have of them.
    static func addRetention(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE dispatch ADD COLUMN resultBytes INTEGER CHECK (resultBytes >= 0);
                ALTER TABLE dispatch ADD COLUMN resultsExpireAt REAL;
                ALTER TABLE dispatch ADD COLUMN resultsRemovedAt REAL;
                ALTER TABLE dispatch ADD COLUMN resultsRemovedBecause TEXT
                    CHECK ((resultsRemovedBecause IS NULL) = (resultsRemovedAt IS NULL));

                CREATE INDEX dispatchUnmeasured ON dispatch (endedAt)
                    WHERE endedAt IS NOT NULL AND resultBytes IS NULL;
                CREATE INDEX resultByEnd ON dispatch (endedAt)
                    WHERE resultBytes > 0 AND resultsRemovedAt IS NULL;
                CREATE INDEX resultByTenant ON dispatch (tenant, endedAt)
                    WHERE resultBytes > 0 AND resultsRemovedAt IS NULL;
                CREATE INDEX resultByExpiry ON dispatch (resultsExpireAt)
                    WHERE resultBytes > 0 AND resultsRemovedAt IS NULL;
                CREATE INDEX resultUsage ON dispatch (tenant, resultBytes) WHERE resultBytes > 0;
                CREATE INDEX resultRemoving ON dispatch (resultsRemovedAt)
                    WHERE resultBytes > 0 AND resultsRemovedAt IS NOT NULL;

                UPDATE tenant SET limits = json_set(limits,
                    '$.storedMiB',
                    CASE tier WHEN 'free' THEN 1024 WHEN 'starter' THEN 5120 WHEN 'pro' THEN 51200 ELSE 512000 END,
                    '$.storedResults',
                    CASE tier WHEN 'free' THEN 100 WHEN 'starter' THEN 1000 WHEN 'pro' THEN 10000 ELSE 100000 END,
                    '$.retentionDays', 0);
                """
        )
    }
}
