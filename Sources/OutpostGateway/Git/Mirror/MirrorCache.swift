internal import Foundation
internal import Logging
internal import OutpostCore

/// Mirrors of repositories on other hosts, so that the second clone of one costs a question and no transfer.
///
/// Each tenant has mirrors of its own. One is served only right after the repository's host showed its references to the
/// tenant's credential of now, so that whoever loses access to the host loses it here. Whatever goes wrong with a mirror,
/// the caller goes to the host itself.
actor MirrorCache {
    /// A mirror and what it is of.
    struct Source: Sendable {
        let folder: String
        let url: String
        let credential: GitCredential?
        let address: RepositoryAddress?
    }

    private let maximumBytes: Int
    private let logger: Logger
    /// Mirrors that are being written.
    private var busy: Set<String> = []

    /// Has at most so many bytes of mirrors, all together; the ones longest unused are removed first.
    init(maximumBytes: Int, logger: Logger) {
        self.maximumBytes = maximumBytes
        self.logger = logger
    }

    /// Asks the host, brings an existing mirror up to date, and says whether it may be served.
    func refresh(_ source: Source, commit: String?) async -> Bool {
        let repository = repository(source)
        guard repository.exists, let listing = await repository.listing() else { return false }
        if repository.lastListing != listing {
            guard await write(source, { await repository.update(to: listing) }) else { return false }
        }
        repository.touch(listing)
        guard let commit else { return true }
        return await repository.has(commit: commit)
    }

    /// Makes the mirror, or brings it up to date, off the path of any clone.
    func populate(_ source: Source) async {
        guard maximumBytes > 0 else { return }
        let repository = repository(source)
        guard let listing = await repository.listing(), repository.lastListing != listing else { return }
        let isWritten = await write(source) {
            await repository.make(for: listing) ? await repository.update(to: listing) : false
        }
        guard isWritten else { return }
        repository.touch(listing)
        logger.info("a mirror is complete", metadata: ["mirror": "\(source.folder)"])
        removeSurplus(
            below: URL(fileURLWithPath: source.folder).deletingLastPathComponent().deletingLastPathComponent()
        )
    }

    private func repository(_ source: Source) -> MirrorRepository {
        MirrorRepository(source: source, maximumBytes: maximumBytes, logger: logger)
    }

    /// One writer at a time; false where another is at it, or where the writing failed.
    private func write(_ source: Source, _ body: () async -> Bool) async -> Bool {
        guard busy.insert(source.folder).inserted else { return false }
        defer { busy.remove(source.folder) }
        if await body() { return true }
        repository(source).removeRemains()
        return false
    }

    private func removeSurplus(below root: URL) {
        var mirrors = MirrorSize.all(below: root)
        var total = mirrors.reduce(0) { $0 + $1.bytes }
        mirrors.sort { $0.usedAt < $1.usedAt }
        for mirror in mirrors where total > maximumBytes && !busy.contains(mirror.folder) {
            logger.info("a mirror is removed to make room", metadata: ["mirror": "\(mirror.folder)"])
            try? FileManager.default.removeItem(atPath: mirror.folder)
            total -= mirror.bytes
        }
    }
}

/// What a mirror takes on disk.
struct MirrorSize {
    let folder: String
    let bytes: Int
    let usedAt: Date

    /// Those of all tenants.
    static func all(below root: URL) -> [MirrorSize] {
        let manager = FileManager.default
        let tenants = (try? manager.contentsOfDirectory(atPath: root.path)) ?? []
        return tenants.flatMap { tenant in
            let folder = root.path + "/" + tenant
            return ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).map { of(folder + "/" + $0) }
        }
    }

    private static func of(_ folder: String) -> MirrorSize {
        let keys: Set<URLResourceKey> = [.fileSizeKey, .isRegularFileKey]
        let files = FileManager.default.enumerator(
            at: URL(fileURLWithPath: folder),
            includingPropertiesForKeys: Array(keys)
        )
        var bytes = 0
        for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
            let values = try? file.resourceValues(forKeys: keys)
            if values?.isRegularFile == true { bytes += values?.fileSize ?? 0 }
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + MirrorRepository.listingFile)
        return MirrorSize(
            folder: folder,
            bytes: bytes,
            usedAt: attributes?[.modificationDate] as? Date ?? .distantPast
        )
    }
}
