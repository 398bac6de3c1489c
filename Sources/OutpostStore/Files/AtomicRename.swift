internal import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Puts a file in another's place in one step.
package enum AtomicRename {
    /// Renames; both paths are on one file system.
    ///
    /// - Throws: `Errno`.
    package static func rename(_ path: String, to other: String) throws {
        guard unsafe renameat(AT_FDCWD, path, AT_FDCWD, other) == 0 else { throw Errno(rawValue: errno) }
    }
}
