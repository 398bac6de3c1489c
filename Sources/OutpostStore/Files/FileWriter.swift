internal import Crypto
internal import OutpostCore
internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Writes one file and digests what it writes.
///
/// A new one is never made in the place of another file, and a link is never followed.
package struct FileWriter: ~Copyable {
    private let descriptor: FileDescriptor
    private var hash = SHA256()
    /// Bytes of the file so far.
    package private(set) var size = 0

    /// Makes a new file, for its owner alone.
    ///
    /// - Throws: `Errno`, `.fileExists` where there is one.
    package init(creating path: String) throws {
        descriptor = try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
    }

    /// Goes on with a file after its first `size` bytes, dropping the rest; ``sha256`` is of what follows only.
    ///
    /// - Throws: `Errno`.
    package init(resuming path: String, at size: Int) throws {
        let file = try FileDescriptor.open(FilePath(path), .writeOnly, options: [.noFollow, .closeOnExec])
        do {
            try file.resize(to: Int64(size))
            try file.seek(offset: Int64(size), from: .start)
        } catch {
            try? file.close()
            throw error
        }
        descriptor = file
        self.size = size
    }

    /// Writes all of the bytes or, when there is no room, none: a digest is of what stands in the file.
    ///
    /// - Throws: `Errno`, such as `.noSpace`.
    package mutating func write(_ bytes: ArraySlice<UInt8>) throws {
        do {
            try descriptor.writeAll(bytes)
        } catch {
            try descriptor.resize(to: Int64(size))
            try descriptor.seek(offset: Int64(size), from: .start)
            throw error
        }
        hash.update(data: bytes)
        size += bytes.count
    }

    /// Digest of what was written so far, in hexadecimal.
    var sha256: String { hash.finalize().hexadecimal }

    /// Puts what was written onto the disk.
    package func sync() throws {
        guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    deinit { try? descriptor.close() }

    /// Puts a directory's entries onto the disk.
    static func syncDirectory(_ path: String) throws {
        let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.directory, .closeOnExec])
        defer { try? descriptor.close() }
        guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
}
