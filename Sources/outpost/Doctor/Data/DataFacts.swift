internal import Foundation
internal import OutpostStore

/// What is known of the data directory, of its master key and of the settings of its server.
struct DataFacts: Sendable {
    var path: String
    /// Nil where there is none yet.
    var directory: FileFacts?
    /// Whether a server or another command works in it.
    var isInUse = false
    /// Whether there is a database.
    var hasDatabase = false
    /// The version of SQLite; nil where it cannot be told.
    var sqlite: String?
    /// Whether the database's file is in WAL mode; nil where there is none.
    var usesWriteAheadLog: Bool?
    var key: Key
    /// The file that `--config` or `OUTPOST_CONFIG` names.
    var settingsFile: FileFacts?
    /// Why the settings cannot be used; nil where they can.
    var settingsProblem: CommandFailure?

    /// The master key.
    enum Key: Sendable {
        /// It is there and can be used: where it comes from, and what is weaker than it could be.
        case usable(String, warnings: [String])
        /// There is none, and none is needed yet.
        case none
        case unusable(CommandFailure)
    }

    /// Looks; nothing is made or changed.
    ///
    /// - Parameters:
    ///   - path: the data directory.
    ///   - keyFile: the setting `master_key_file`.
    ///   - settingsFile: the file of settings.
    ///   - settingsProblem: why they cannot be used.
    ///   - environment: may name or hold the master key.
    /// - Returns: the facts.
    static func collect(
        _ path: String,
        keyFile: String?,
        settingsFile: String?,
        settingsProblem: CommandFailure?,
        environment: [String: String]
    ) -> DataFacts {
        let database = path + "/outpost.sqlite"
        let hasDatabase = FileManager.default.fileExists(atPath: database)
        var facts = DataFacts(
            path: path,
            directory: FileFacts(at: path),
            hasDatabase: hasDatabase,
            sqlite: try? SQLiteFacts.version(),
            usesWriteAheadLog: SQLiteFacts.usesWriteAheadLog(database),
            key: key(path, keyFile, environment),
            settingsFile: settingsFile.flatMap(FileFacts.init(at:)),
            settingsProblem: settingsProblem
        )
        // Whoever holds the lock made the directory, so that opening it makes nothing.
        if hasDatabase, let directory = try? DataDirectory(creating: path) {
            do {
                _ = try directory.lock()
            } catch DataDirectoryError.inUse {
                facts.isInUse = true
            } catch {}
        }
        return facts
    }

    private static func key(_ path: String, _ file: String?, _ environment: [String: String]) -> Key {
        let warnings = Warnings()
        let source = MasterKeySource(
            dataDirectory: path,
            namedFile: file,
            environment: environment,
            warn: { warnings.add($0) }
        )
        let place: String
        switch source.place {
        case .nowhere: return .none
        case .credential(let path), .namedFile(let path): place = path
        case .ownFile: place = source.ownFile.path
        case .passphrase(let path): place = "a passphrase in \(path)"
        case .variable: place = MasterKeySource.keyVariable
        }
        do {
            _ = try source.find(isNew: false)
            return .usable(place, warnings: warnings.all)
        } catch {
            return .unusable((error as? CommandFailure) ?? CommandFailure(.secret, "\(error)"))
        }
    }
}
