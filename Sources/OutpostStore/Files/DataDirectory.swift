internal import Foundation
internal import OutpostCore
internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A directory that one process owns while it works in it.
///
/// It holds `lock`, `outpost.sqlite`, `admin.sock` while a server runs, `dispatches/<ULID>/` and `doors/`, and is readable by its owner alone.
package struct DataDirectory: Sendable {
    /// Absolute path, without a trailing slash.
    package let path: String

    /// The database's file.
    package var database: String { path + "/outpost.sqlite" }
    /// Where a server that works in the directory takes administration calls; for the owner alone.
    package var adminSocket: String { path + "/admin.sock" }
    /// Where dispatches keep their logs and artifacts.
    package var dispatches: String { path + "/dispatches" }
    /// Temporary files, on the same file system.
    package var temporary: String { path + "/tmp" }

    /// Makes the directory (0700) where it is absent, and its folders.
    ///
    /// - Throws: ``DataDirectoryError`` when it cannot be made, or is not safe to use.
    package init(creating path: String) throws {
        self.path = Self.absolute(path)
        for folder in [self.path, dispatches, temporary] { try Self.make(folder) }
        let attributes = try FileManager.default.attributesOfItem(atPath: self.path)
        let owner = (attributes[.ownerAccountID] as? NSNumber)?.uint32Value
        guard owner == geteuid() else { throw DataDirectoryError.foreignOwner(path: self.path) }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else { throw DataDirectoryError.openToOthers(path: self.path) }
        try closeToOthers()
    }

    /// Takes from others what files of ours directly in the directory let them do.
    ///
    /// Nobody could reach them there, but a copy or a backup keeps a file's mode. Links lead elsewhere and are left
    /// alone; so is the master key, whose reader refuses one that was open and says so.
    private func closeToOthers() throws {
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: path) where !name.hasPrefix("master.key") {
            let file = path + "/" + name
            // Another process may remove its journal meanwhile.
            guard let attributes = try? files.attributesOfItem(atPath: file),
                let type = attributes[.type] as? FileAttributeType, type == .typeRegular || type == .typeDirectory,
                (attributes[.ownerAccountID] as? NSNumber)?.uint32Value == geteuid(),
                let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 != 0
            else { continue }
            do {
                try files.setAttributes([.posixPermissions: mode & 0o700], ofItemAtPath: file)
            } catch CocoaError.fileNoSuchFile {
                continue
            }
        }
    }

    private static func make(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw DataDirectoryError.unusable(path: folder, reason: ErrorText.sentence(error))
        }
    }

    private static func absolute(_ path: String) -> String {
        let text = URL(fileURLWithPath: path).standardizedFileURL.path
        return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// Takes the lock for as long as the returned value lives.
    ///
    /// - Throws: ``DataDirectoryError/inUse(path:)`` when another process has it,
    ///   ``DataDirectoryError/unusable(path:reason:)`` when nothing can be written.
    package func lock() throws -> Lock {
        let file = path + "/lock"
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                FilePath(file),
                .readWrite,
                options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite]
            )
        } catch {
            throw DataDirectoryError.unusable(path: file, reason: ErrorText.sentence(error))
        }
        let lock = Lock(descriptor)
        guard lock.acquire() else { throw DataDirectoryError.inUse(path: path) }
        return lock
    }

    /// The right to work in a data directory; the kernel takes it back when the process dies.
    package struct Lock: ~Copyable, Sendable {
        private let descriptor: FileDescriptor

        fileprivate init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

        /// Whether the lock was free and is ours now.
        fileprivate func acquire() -> Bool { flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 }

        deinit { try? descriptor.close() }
    }
}

/// A data directory that must not be used.
package enum DataDirectoryError: Error, Sendable, Hashable {
    /// Another process works in it.
    case inUse(path: String)
    /// It belongs to somebody else.
    case foreignOwner(path: String)
    /// Others may read or write it.
    case openToOthers(path: String)
    /// It, or a file in it, cannot be made, opened or written.
    case unusable(path: String, reason: String)
}
