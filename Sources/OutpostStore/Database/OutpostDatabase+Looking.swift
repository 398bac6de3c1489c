internal import Foundation

extension OutpostDatabase {
    /// Lends the database of a data directory to be looked at; neither a row nor the schema of it is changed.
    ///
    /// What is lent is read-only, or a copy that is brought up to date and is gone afterwards: of a database with an
    /// older schema, of one with a change that a dead process left half done, and where the caller wants to write.
    ///
    /// - Parameters:
    ///   - directory: has a database.
    ///   - isLocked: whether the caller holds the directory's lock. Without it somebody else may work in it, and what
    ///     looks left over is that one's work going on.
    ///   - isCopy: whether the body writes, which goes nowhere.
    ///   - body: gets the database.
    /// - Returns: what the body returned.
    /// - Throws: ``DatabaseProblem``, ``DataDirectoryError/unusable(path:reason:)``, or what the body throws.
    package static func look<Value>(
        into directory: DataDirectory,
        isLocked: Bool,
        isCopy: Bool = false,
        _ body: (OutpostDatabase) async throws -> Value
    ) async throws -> Value {
        try refuseMissing(directory)
        let path = directory.database
        if isLocked, hasLeftovers(path) {
            return try await withScratch { folder in
                let copy = folder + "/outpost.sqlite"
                for companion in companions where FileManager.default.fileExists(atPath: path + companion) {
                    try FileManager.default.copyItem(atPath: path + companion, toPath: copy + companion)
                }
                return try await body(try OutpostDatabase(path: copy))
            }
        }
        let database = try reading(path)
        if !isCopy, try database.isUpToDate() { return try await body(database) }
        return try await withScratch { folder in
            let copy = folder + "/outpost.sqlite"
            try database.copy(to: copy)
            return try await body(try OutpostDatabase(path: copy))
        }
    }

    /// What SQLite keeps beside a database while something is written, and after a process that was killed then; a
    /// journal belongs to the database that it is named after.
    private static let companions = ["", "-journal", "-wal"]

    private static func hasLeftovers(_ path: String) -> Bool {
        companions.dropFirst().contains { FileManager.default.fileExists(atPath: path + $0) }
            || SQLiteFacts.usesWriteAheadLog(path) == true
    }

    private static func withScratch<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = NSTemporaryDirectory() + "outpost-look-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}
