internal import Foundation
package import OutpostCore
internal import SystemPackage

/// The results in a data directory, for retention.
package struct StoredResultFiles: ResultFiles {
    private let dispatches: String
    private let temporary: String

    /// - Parameter data: its owner.
    package init(_ data: DataDirectory) {
        dispatches = data.dispatches
        temporary = data.temporary
    }

    /// Sums up the sizes of all files of the dispatch.
    @concurrent
    package func measure(_ id: DispatchID) async throws -> Int {
        let home = "\(dispatches)/\(id)"
        let manager = FileManager.default
        guard manager.fileExists(atPath: home) else { return 0 }
        let artifacts = home + "/artifacts"
        let names = (try? manager.contentsOfDirectory(atPath: artifacts)) ?? []
        for name in names where name.hasPrefix(".") { try manager.removeItem(atPath: "\(artifacts)/\(name)") }
        guard let files = manager.enumerator(atPath: home) else { return 0 }
        var bytes = 0
        while files.nextObject() != nil {
            guard let file = files.fileAttributes, file[.type] as? FileAttributeType == .typeRegular else { continue }
            bytes += (file[.size] as? NSNumber)?.intValue ?? 0
        }
        return bytes
    }

    /// Moves the dispatch's folder aside in one go, then deletes it.
    @concurrent
    package func discard(_ id: DispatchID) async throws {
        let (home, aside) = ("\(dispatches)/\(id)", "\(temporary)/\(Self.removed)\(id)")
        let manager = FileManager.default
        if manager.fileExists(atPath: aside) { try manager.removeItem(atPath: aside) }
        guard manager.fileExists(atPath: home) else { return }
        try manager.moveItem(atPath: home, toPath: aside)
        try FileWriter.syncDirectory(dispatches)
        try manager.removeItem(atPath: aside)
    }

    /// Removes removed results, repositories of promotions, and copies that backups made of the database.
    @concurrent
    package func removeLeftovers() async throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: temporary).sorted().filter { name in
            [Self.removed, "promotion-", "commits-", BackupWriter.copyPrefix].contains { name.hasPrefix($0) }
        }
        for name in names { try FileManager.default.removeItem(atPath: "\(temporary)/\(name)") }
        return names
    }

    /// Asks the file system of the dispatches.
    package func freeBytes() async -> Int? {
        DiskSpace.freeBytes(of: dispatches)
    }

    private static let removed = "removed-"
}
