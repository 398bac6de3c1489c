internal import Crypto
internal import Foundation
internal import OutpostCore
internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Lays a backup out below a folder and compares it with its manifest.
struct BackupReader {
    private let target: String
    /// Whether only the database is laid out; the rest is compared and dropped.
    private let keepsDatabaseOnly: Bool
    private var header: BackupHeader?
    private var manifest: BackupManifest?
    private var found: [BackupEntry] = []
    private var current: Current?

    private static let pieceSize = 1 << 20
    /// Bytes of the longest header or manifest that is read: some 500,000 files.
    private static let maximumJSON = 128 << 20

    /// The entry that is being read.
    private struct Current {
        let path: String
        var text: [UInt8]?
        var hash = SHA256()
        var size = 0
        var output: FileDescriptor?
    }

    /// Reads a whole backup.
    ///
    /// - Returns: its header and its files.
    /// - Throws: ``BackupError``, or `Errno`.
    static func read(
        _ input: FileDescriptor,
        into target: String,
        keepsDatabaseOnly: Bool
    ) throws -> (header: BackupHeader, files: [BackupEntry]) {
        var reader = BackupReader(target: target, keepsDatabaseOnly: keepsDatabaseOnly)
        defer { reader.close() }
        var tar = TarReader()
        let file = FileHandle(fileDescriptor: input.rawValue, closeOnDealloc: false)
        do {
            while let piece = try file.read(upToCount: pieceSize), !piece.isEmpty {
                try tar.consume(Array(piece)) { try reader.take($0) }
            }
            try tar.finish()
        } catch let rejection as ArtifactRejection {
            throw reader.header == nil ? BackupError.notABackup : .damaged(Self.words(rejection))
        }
        return try reader.finish()
    }

    private init(target: String, keepsDatabaseOnly: Bool) {
        self.target = target
        self.keepsDatabaseOnly = keepsDatabaseOnly
    }

    private mutating func take(_ event: TarReader.Event) throws {
        switch event {
        case .entry(let entry): try begin(entry)
        case .data(let bytes): try write(bytes)
        case .end: try end()
        }
    }

    private mutating func begin(_ entry: TarReader.Entry) throws {
        guard let path = String(validating: entry.name, as: UTF8.self), entry.kind == .file else {
            throw header == nil ? BackupError.notABackup : .damaged("an entry that no backup has")
        }
        if header == nil {
            guard path == BackupHeader.name else { throw BackupError.notABackup }
        }
        if path == BackupHeader.name || path == BackupManifest.name {
            guard entry.size <= Self.maximumJSON else { throw BackupError.damaged("\(path) is too long") }
            current = Current(path: path, text: [])
            return
        }
        guard manifest == nil, Self.isExpected(path) else { throw BackupError.damaged("an unexpected file: \(path)") }
        current = Current(path: path)
        if keepsDatabaseOnly, path != "outpost.sqlite" { return }
        let file = "\(target)/\(path)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        current?.output = try FileDescriptor.open(
            FilePath(file),
            .writeOnly,
            options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
    }

    private static func words(_ rejection: ArtifactRejection) -> String {
        switch rejection {
        case .malformed(let text): text
        case .tooLarge: "an entry is larger than any that is saved"
        }
    }

    /// Whether a file of this name can be in a data directory's backup, and stays below the folder.
    private static func isExpected(_ path: String) -> Bool {
        if path == "outpost.sqlite" || path == "instance" { return true }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count > 2 && parts[0] == "dispatches" && DispatchID(String(parts[1])) != nil
            && parts.allSatisfy { !["", ".", ".."].contains($0) && !$0.utf8.contains(0) }
    }

    private mutating func write(_ bytes: ArraySlice<UInt8>) throws {
        current?.text?.append(contentsOf: bytes)
        current?.hash.update(data: bytes)
        current?.size += bytes.count
        _ = try current?.output?.writeAll(bytes)
    }

    private mutating func end() throws {
        defer { close() }
        guard let current else { return }
        switch (current.path, current.text) {
        case (BackupHeader.name, let text?):
            guard let known = try? Self.decoder.decode(BackupHeader.self, from: Data(text)) else {
                throw BackupError.notABackup
            }
            guard known.format == BackupHeader.currentFormat else { throw BackupError.newer(format: known.format) }
            header = known
        case (_, let text?):
            guard let known = try? Self.decoder.decode(BackupManifest.self, from: Data(text)) else {
                throw BackupError.damaged("its manifest cannot be read")
            }
            manifest = known
        default:
            if let output = current.output { try output.synchronize() }
            found.append(
                BackupEntry(path: current.path, size: current.size, sha256: current.hash.finalize().hexadecimal)
            )
        }
    }

    private mutating func close() {
        try? current?.output?.close()
        current = nil
    }

    private func finish() throws(BackupError) -> (header: BackupHeader, files: [BackupEntry]) {
        guard let header else { throw .notABackup }
        guard let manifest else { throw .damaged("it ends before its manifest") }
        if let other = zip(found, manifest.files).first(where: { $0 != $1 })?.0 {
            throw .damaged("\(other.path) is not what was saved")
        }
        guard found.count == manifest.files.count else { throw .damaged("files are missing or too many") }
        return (header, found)
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}

extension FileDescriptor {
    /// Puts what was written onto the disk.
    fileprivate func synchronize() throws {
        guard fsync(rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
}
