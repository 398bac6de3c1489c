internal import Foundation
internal import OutpostCore
package import SystemPackage

/// A backup in a file or a stream.
package enum Backup {
    /// Compares every file with the manifest, and checks the database.
    ///
    /// - Parameters:
    ///   - input: the tar, from its first byte.
    ///   - folder: an empty folder for the time of the check; the database has to fit.
    /// - Returns: what it holds.
    /// - Throws: ``BackupError``, ``DatabaseProblem``, or an error of the files'.
    @concurrent
    package static func verify(_ input: FileDescriptor, in folder: String) async throws -> BackupReport {
        let (header, files) = try BackupReader.read(input, into: folder, keepsDatabaseOnly: true)
        return try await report(header, files, in: folder)
    }

    /// Lays a backup out as a data directory, which has its name only once all of it was found good.
    ///
    /// - Parameters:
    ///   - input: the tar, from its first byte.
    ///   - path: the data directory: absent, or empty.
    /// - Returns: what it holds.
    /// - Throws: ``BackupError``, ``DatabaseProblem``, or an error of the files'.
    @concurrent
    package static func restore(_ input: FileDescriptor, to path: String) async throws -> BackupReport {
        let files = FileManager.default
        if files.fileExists(atPath: path) {
            guard try files.contentsOfDirectory(atPath: path).isEmpty else { throw BackupError.notEmpty(path: path) }
        }
        // Left by one that was interrupted: nothing else has this name.
        let unfinished = path + ".restoring"
        try? files.removeItem(atPath: unfinished)
        try files.createDirectory(
            atPath: unfinished,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        do {
            let (header, entries) = try BackupReader.read(input, into: unfinished, keepsDatabaseOnly: false)
            let report = try await report(header, entries, in: unfinished)
            try FileWriter.syncDirectory(unfinished)
            if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
            try files.moveItem(atPath: unfinished, toPath: path)
            return report
        } catch {
            try? files.removeItem(atPath: unfinished)
            throw error
        }
    }

    private static func report(
        _ header: BackupHeader,
        _ files: [BackupEntry],
        in folder: String
    ) async throws -> BackupReport {
        guard files.contains(where: { $0.path == "outpost.sqlite" }) else {
            throw BackupError.damaged("it has no database")
        }
        let database = try OutpostDatabase(path: folder + "/outpost.sqlite")
        try database.check()
        try database.noteAuditHead()
        if let fault = try await database.audit.verify(expected: nil).fault {
            throw BackupError.damaged("its audit trail is broken at row \(fault.sequence): \(fault.reason)")
        }
        return BackupReport(
            createdAt: header.createdAt,
            version: header.version,
            dispatches: try database.countDispatches(),
            files: files.count,
            bytes: files.reduce(0) { $0 + $1.size }
        )
    }
}
