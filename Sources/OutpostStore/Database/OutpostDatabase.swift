internal import Foundation
internal import GRDB

/// The database of one data directory: one connection, which all stores share.
///
/// There is one connection and a rollback journal: the corruption that write-ahead logs of SQLite before 3.51.3 can
/// suffer needs a second connection in WAL mode. Every commit is synced to disk before it is acknowledged.
package struct OutpostDatabase: Sendable {
    /// Dispatches and their history.
    package let dispatches: SQLiteDispatchStore
    /// Tenants and keys.
    package let identities: SQLiteIdentityStore
    /// Workspaces that outlive their dispatches.
    package let workspaces: SQLiteWorkspaceStore
    /// Sealed secrets.
    package let secrets: SQLiteSecretStore
    /// What results take, and which are gone.
    package let results: SQLiteResultStore
    /// Which secrets are refreshed.
    package let refreshes: SQLiteRefreshStore
    /// The audit trail.
    package let audit: SQLiteAuditLog
    /// What containers may reach.
    package let egress: SQLiteEgressPolicyStore
    /// Which engine the containers are on.
    package let engine: SQLiteEngineStore

    /// Opens the database and brings its schema up to date.
    ///
    /// - Parameter path: the file; it is made when absent.
    /// - Throws: ``DataDirectoryError/unusable(path:reason:)``.
    package init(path: String) throws {
        do {
            try self.init(
                DatabaseQueue(path: path, configuration: Self.configuration),
                anchor: AuditAnchor(path: Self.auditHead(of: path))
            )
        } catch let error as DatabaseError {
            throw DataDirectoryError.unusable(path: path, reason: error.message ?? "it is no database of Outpost's")
        }
    }

    /// A database in memory, for tests.
    package init() throws {
        try self.init(DatabaseQueue(configuration: Self.configuration), anchor: nil)
    }

    private init(_ queue: DatabaseQueue, anchor: AuditAnchor?) throws {
        let hadChain = try queue.read { try Migrations.migrator.appliedIdentifiers($0).contains(Migrations.auditChain) }
        try Migrations.migrator.migrate(queue)
        if let anchor {
            queue.add(transactionObserver: anchor, extent: .databaseLifetime)
            // A file that goes missing later is not made anew: that is what it is there to show.
            if !hadChain { try anchor.write(queue.read { try AuditRecord.head(in: $0) }) }
        }
        dispatches = SQLiteDispatchStore(database: queue)
        identities = SQLiteIdentityStore(database: queue)
        workspaces = SQLiteWorkspaceStore(database: queue)
        secrets = SQLiteSecretStore(database: queue)
        results = SQLiteResultStore(database: queue)
        refreshes = SQLiteRefreshStore(database: queue)
        audit = SQLiteAuditLog(database: queue, anchor: anchor)
        egress = SQLiteEgressPolicyStore(database: queue)
        engine = SQLiteEngineStore(database: queue)
    }

    /// Where the head of the audit trail is kept.
    static func auditHead(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("audit.head").path
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
            // Nothing is written outside the data directory, and what is removed does not stay behind in the file.
            try database.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON")
        }
        return configuration
    }
}
