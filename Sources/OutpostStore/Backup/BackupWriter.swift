internal import Crypto
package import Foundation
internal import GRDB
internal import OutpostCore
package import SystemPackage

/// Saves a data directory as one tar, while a server may work in it.
///
/// The database is copied by its own means, as it is at one moment. Of the results, those of ended dispatches are
/// saved: they do not change any more. Keys are left out: neither the master key nor the one that signs links.
package struct BackupWriter: Sendable {
    private let directory: DataDirectory
    private let version: String
    private let createdAt: Date
    /// The installation's own files beside the database; the secrets are bound to the instance's name.
    private static let ownFiles = ["instance"]
    private static let pieceSize = 1 << 20
    /// What the names of the database's temporary copies begin with.
    static let copyPrefix = "backup-"

    /// - Parameters:
    ///   - directory: what is saved.
    ///   - version: of this program.
    ///   - createdAt: now.
    package init(of directory: DataDirectory, version: String, createdAt: Date) {
        self.directory = directory
        self.version = version
        self.createdAt = createdAt
    }

    /// Writes the tar.
    ///
    /// - Parameters:
    ///   - output: takes the bytes in order; need not be seekable.
    ///   - id: makes the temporary copy's name unique.
    /// - Returns: what was saved.
    /// - Throws: ``BackupError``, ``DatabaseProblem``, `Errno` of the output, or the database's own error.
    @concurrent
    package func write(to output: FileDescriptor, id: String) async throws -> BackupReport {
        guard FileManager.default.fileExists(atPath: directory.database) else {
            throw BackupError.noData(path: directory.path)
        }
        let copy = "\(directory.temporary)/\(Self.copyPrefix)\(id).sqlite"
        defer {
            for path in [copy, OutpostDatabase.unfinished(copy)] { try? FileManager.default.removeItem(atPath: path) }
        }
        let dispatches = try copyDatabase(to: copy)

        let header = try Self.json(BackupHeader(version: version, createdAt: createdAt))
        try Self.put(BackupHeader.name, header, to: output)
        guard let database = try add(copy, as: "outpost.sqlite", to: output) else {
            throw BackupError.unstable(path: copy)
        }
        var files = [database]
        for name in Self.ownFiles {
            try add("\(directory.path)/\(name)", as: name, to: output).map { files.append($0) }
        }
        for id in dispatches.ended {
            let home = "dispatches/\(id)"
            for name in Self.regularFiles(below: "\(directory.path)/\(home)") {
                try Task.checkCancellation()
                try add("\(directory.path)/\(home)/\(name)", as: "\(home)/\(name)", to: output).map { files.append($0) }
            }
        }
        try Self.put(BackupManifest.name, try Self.json(BackupManifest(files: files)), to: output)
        try output.writeAll(TarWriter.endMarker)
        return BackupReport(
            createdAt: createdAt,
            version: version,
            dispatches: dispatches.count,
            files: files.count,
            bytes: files.reduce(0) { $0 + $1.size }
        )
    }

    private func copyDatabase(to path: String) throws -> (ended: [String], count: Int) {
        let source = try DatabaseQueue(path: directory.database, configuration: OutpostDatabase.configuration)
        try OutpostDatabase.naming(directory.database) { try OutpostDatabase.copy(source, to: path) }
        let copy = try DatabaseQueue(path: path, configuration: OutpostDatabase.configuration)
        return try copy.read { database in
            (
                try String.fetchAll(database, sql: "SELECT id FROM dispatch WHERE endedAt IS NOT NULL ORDER BY id"),
                try Int.fetchOne(database, sql: "SELECT count(*) FROM dispatch") ?? 0
            )
        }
    }

    /// Adds a file; nil where it is not there any more.
    private func add(_ path: String, as name: String, to output: FileDescriptor) throws -> BackupEntry? {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.noFollow, .closeOnExec])
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
        defer { try? file.close() }
        let size = Int(try file.seek(offset: 0, from: .end))
        try file.seek(offset: 0, from: .start)
        try output.writeAll(TarWriter.header(name, size: size, mode: 0o600))
        var hash = SHA256()
        var left = size
        let handle = FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: false)
        while left > 0 {
            guard let piece = try handle.read(upToCount: min(left, Self.pieceSize)), !piece.isEmpty else {
                throw BackupError.unstable(path: path)
            }
            hash.update(data: piece)
            try output.writeAll(piece)
            left -= piece.count
        }
        try output.writeAll(TarWriter.padding(after: size))
        return BackupEntry(path: name, size: size, sha256: hash.finalize().hexadecimal)
    }

    private static func put(_ name: String, _ contents: [UInt8], to output: FileDescriptor) throws {
        try output.writeAll(TarWriter.header(name, size: contents.count, mode: 0o600))
        try output.writeAll(contents)
        try output.writeAll(TarWriter.padding(after: contents.count))
    }

    private static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return [UInt8](try encoder.encode(value))
    }

    private static func regularFiles(below path: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: path) else { return [] }
        var files: [String] = []
        while let name = walk.nextObject() as? String {
            if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular { files.append(name) }
        }
        return files.sorted()
    }
}
