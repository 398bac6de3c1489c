package import Foundation

/// The first entry of a backup, `outpost-backup.json`: what it is, before anything of it is believed.
struct BackupHeader: Codable, Sendable, Hashable {
    static let name = "outpost-backup.json"
    static let currentFormat = 1

    var format = currentFormat
    /// The program that wrote it.
    var version: String
    var createdAt: Date
}

/// A file in a backup.
struct BackupEntry: Codable, Sendable, Hashable {
    /// Relative to the data directory.
    let path: String
    let size: Int
    /// In hexadecimal.
    let sha256: String
}

/// The last entry of a backup, `manifest.json`: every file that stands before it.
struct BackupManifest: Codable, Sendable, Hashable {
    static let name = "manifest.json"

    var files: [BackupEntry]
}

/// What a backup holds.
package struct BackupReport: Sendable, Hashable, Codable {
    /// When it was begun.
    package let createdAt: Date
    /// The Outpost that wrote it.
    package let version: String
    /// All dispatches in the database, ended or not.
    package let dispatches: Int
    /// Files of ended dispatches' results, and those of the installation.
    package let files: Int
    /// Bytes of those files.
    package let bytes: Int
}

/// A backup that cannot be written, read or restored.
package enum BackupError: Error, Sendable, Hashable {
    /// There is no data directory to save.
    case noData(path: String)
    /// The file is something else.
    case notABackup
    /// A newer Outpost wrote it.
    case newer(format: Int)
    /// It is cut off, or was changed.
    case damaged(String)
    /// The place for it is in use.
    case notEmpty(path: String)
    /// A file of the results was changed or cut while it was saved.
    case unstable(path: String)
}
