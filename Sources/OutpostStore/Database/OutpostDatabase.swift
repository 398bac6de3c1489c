internal import GRDB

/// The database of one data directory: one connection, which all stores share.
///
/// There is one connection and a rollback journal: the corruption that write-ahead logs of SQLite before 3.51.3 can
/// suffer needs a second connection in WAL mode. Every commit is synced to disk before it is acknowledged.
package struct OutpostDatabase: Sendable {
    /// Dispatches, their history, and the audit trail.
    package let dispatches: SQLiteDispatchStore
    /// Tenants and keys.
    package let identities: SQLiteIdentityStore
    /// Workspaces that outlive their dispatches.
    package let workspaces: SQLiteWorkspaceStore
    /// Sealed secrets.
    package let secrets: SQLiteSecretStore
    /// What results take, and which are gone.
    package let results: SQLiteResultStore

    /// Opens the database and brings its schema up to date.
    ///
    /// - Parameter path: the file; it is made when absent.
    /// - Throws: the database's own error.
    package init(path: String) throws {
        try self.init(DatabaseQueue(path: path, configuration: Self.configuration))
    }

    /// A database in memory, for tests.
    package init() throws {
        try self.init(DatabaseQueue(configuration: Self.configuration))
    }

    private init(_ queue: DatabaseQueue) throws {
        try Migrations.migrator.migrate(queue)
        dispatches = SQLiteDispatchStore(database: queue)
        identities = SQLiteIdentityStore(database: queue)
        workspaces = SQLiteWorkspaceStore(database: queue)
        secrets = SQLiteSecretStore(database: queue)
        results = SQLiteResultStore(database: queue)
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
        }
        return configuration
    }
}
