internal import Foundation
internal import GRDB
internal import SystemPackage

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
    /// Who is told of the ends of dispatches, and of which.
    package let webhooks: SQLiteWebhookStore

    private let queue: DatabaseQueue

    /// Opens the database of a data directory and brings its schema up to date.
    ///
    /// Before an update of the schema, the file is copied to `outpost.sqlite.before-update`.
    ///
    /// - Throws: ``DatabaseProblem``, or ``DataDirectoryError/unusable(path:reason:)``.
    package init(in directory: DataDirectory) throws {
        try Self.refuseMissing(directory)
        try self.init(path: directory.database)
    }

    /// - Throws: ``DatabaseProblem/missing(path:)`` where dispatches have results and no database has them.
    static func refuseMissing(_ directory: DataDirectory) throws {
        let files = FileManager.default
        let size = (try? files.attributesOfItem(atPath: directory.database)[.size] as? NSNumber)?.intValue ?? 0
        if size == 0, try !files.contentsOfDirectory(atPath: directory.dispatches).isEmpty {
            throw DatabaseProblem.missing(path: directory.database)
        }
    }

    /// Opens a database by its file, and brings its schema up to date as ``init(in:)`` does.
    ///
    /// - Parameter path: the file; it is made when absent.
    /// - Throws: ``DatabaseProblem``, or ``DataDirectoryError/unusable(path:reason:)``.
    package init(path: String) throws {
        try self.init(
            Self.telling(path) {
                Self.makePrivate(path)
                let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
                try Self.update(queue, path)
                return queue
            },
            anchor: AuditAnchor(path: Self.auditHead(of: path))
        )
    }

    /// Opens a database that is only read, as it is.
    ///
    /// - Throws: ``DatabaseProblem``, or ``DataDirectoryError/unusable(path:reason:)``.
    static func reading(_ path: String) throws -> OutpostDatabase {
        try telling(path) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try refuseNewer(try queue.read { try Migrations.migrator.appliedIdentifiers($0) }, path)
            return OutpostDatabase(queue, anchor: nil)
        }
    }

    /// Whether the schema is this version's.
    func isUpToDate() throws -> Bool {
        try queue.read { try Migrations.migrator.hasCompletedMigrations($0) }
    }

    /// Writes a whole copy into a file.
    func copy(to path: String) throws { try Self.copy(queue, to: path) }

    /// A database in memory, for tests.
    package init() throws {
        let queue = try DatabaseQueue(configuration: Self.configuration)
        try Migrations.migrator.migrate(queue)
        self.init(queue, anchor: nil)
    }

    private init(_ queue: DatabaseQueue, anchor: AuditAnchor?) {
        self.queue = queue
        if let anchor { queue.add(transactionObserver: anchor, extent: .databaseLifetime) }
        dispatches = SQLiteDispatchStore(database: queue)
        identities = SQLiteIdentityStore(database: queue)
        workspaces = SQLiteWorkspaceStore(database: queue)
        secrets = SQLiteSecretStore(database: queue)
        results = SQLiteResultStore(database: queue)
        refreshes = SQLiteRefreshStore(database: queue)
        audit = SQLiteAuditLog(database: queue, anchor: anchor)
        egress = SQLiteEgressPolicyStore(database: queue)
        engine = SQLiteEngineStore(database: queue)
        webhooks = SQLiteWebhookStore(database: queue)
    }

    /// Makes the head that is kept beside the database the one of its audit trail.
    static func noteAuditHead(_ queue: DatabaseQueue, _ path: String) throws {
        try AuditAnchor(path: auditHead(of: path)).write(queue.read { try AuditRecord.head(in: $0) })
    }

    /// Where the head of the audit trail is kept.
    static func auditHead(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("audit.head").path
    }

    /// Reads every page and reports the first that contradicts the others.
    ///
    /// - Throws: ``DatabaseProblem/damaged(path:detail:)``.
    package func check() throws {
        let findings = try Self.naming(queue.path) {
            try queue.read { database in
                try String.fetchAll(database, sql: "PRAGMA quick_check(1)")
                    + Row.fetchAll(database, sql: "PRAGMA foreign_key_check").prefix(1).map { "\($0)" }
            }
        }
        if let finding = findings.first(where: { $0 != "ok" }) {
            throw DatabaseProblem.damaged(path: queue.path, detail: finding)
        }
    }

    /// Takes the audit trail as it is for the whole one: what a backup brought back ends where the backup does.
    func noteAuditHead() throws { try Self.noteAuditHead(queue, queue.path) }

    /// All dispatches, ended or not.
    func countDispatches() throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM dispatch") ?? 0 }
    }

    /// Brings the schema up to date, once the file is known to be ours and a copy of it is kept.
    private static func update(_ queue: DatabaseQueue, _ path: String) throws {
        let migrator = Migrations.migrator
        let applied = try queue.read { try migrator.appliedIdentifiers($0) }
        try refuseNewer(applied, path)
        if !applied.isEmpty, applied.count < migrator.migrations.count {
            try copy(queue, to: path + ".before-update")
        }
        try migrator.migrate(queue)
        if !applied.contains(Migrations.auditChain) { try noteAuditHead(queue, path) }
    }

    private static func refuseNewer(_ applied: Set<String>, _ path: String) throws {
        if let unknown = applied.subtracting(Migrations.migrator.migrations).min() {
            throw DatabaseProblem.newer(path: path, migration: unknown)
        }
    }

    /// Makes a database's file for its owner alone where there is none.
    ///
    /// SQLite would let others read it, and gives its journal the same mode. What is wrong with the place is for SQLite
    /// to say.
    private static func makePrivate(_ path: String) {
        let file = try? FileDescriptor.open(
            FilePath(path),
            .readOnly,
            options: [.create, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
        try? file?.close()
    }

    /// The name of a copy that is not complete.
    static func unfinished(_ path: String) -> String { path + ".unfinished" }

    /// Writes a whole copy of a database, and gives it its name when it is complete.
    static func copy(_ queue: DatabaseQueue, to path: String) throws {
        let unfinished = unfinished(path)
        try? FileManager.default.removeItem(atPath: unfinished)
        makePrivate(unfinished)
        let copy = try DatabaseQueue(path: unfinished, configuration: configuration)
        try queue.backup(to: copy)
        try copy.close()
        // An older copy, of an update before this one.
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: unfinished, toPath: path)
    }

    /// Says which file it is that the database finds damaged.
    static func naming<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError
            where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode.primaryResultCode)
        {
            throw DatabaseProblem.damaged(path: path, detail: error.message ?? "\(error.resultCode)")
        }
    }

    /// Says which file it is that cannot be opened.
    private static func telling<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try naming(path, body)
        } catch let error as DatabaseError {
            throw DataDirectoryError.unusable(path: path, reason: error.message ?? "it is no database of Outpost's")
        }
    }

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
            // FULL does not sync the removal of the journal, which a power cut then brings back, and rolls back by it
            // what was acknowledged.
            try database.execute(sql: "PRAGMA synchronous = EXTRA")
            // Nothing is written outside the data directory, and what is removed does not stay behind in the file.
            try database.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON")
        }
        return configuration
    }
}
