internal import Crypto
internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Writes one new file and digests what it writes.
///
/// An existing file, or a link in its place, is never opened.
struct FileWriter: ~Copyable {
    private let descriptor: FileDescriptor
    private var hash = SHA256()
    private(set) var size = 0

    /// - Throws: `Errno`.
    init(creating path: String) throws {
        descriptor = try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
    }

    /// Writes all of the bytes or, when there is no room, none: a digest is of what stands in the file.
    ///
    /// - Throws: `Errno`, such as `.noSpace`.
    mutating func write(_ bytes: ArraySlice<UInt8>) throws {
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
    func sync() throws {
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

extension SHA256.Digest {
    var hexadecimal: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
