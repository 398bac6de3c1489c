#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Facts about this process.
enum Process {
    /// The effective user.
    static var userID: UInt32 { geteuid() }
    static var isRoot: Bool { userID == 0 }
}
