internal import Foundation
internal import Logging
internal import OutpostCore

/// Mirrors of repositories on other hosts, so that the second clone of one costs a question and no transfer.
///
/// Each tenant has mirrors of its own. One is served only right after the repository's host showed its references to the
/// tenant's credential of now, so that whoever loses access to the host loses it here. Whatever goes wrong with a mirror,
/// the caller goes to the host itself, unless it is reached over ssh.
actor MirrorCache {
    /// A mirror and what it is of.
    struct Source: Sendable {
        let folder: String
        let url: String
        let credential: GitCredential?
        let address: RepositoryAddress?
    }

    private let maximumBytes: Int
    private let ssh: SSHPlace
    private let logger: Logger
    /// Mirrors that are being written.
    private var busy: Set<String> = []
    /// Who waits for the end of that.
    private var waiting: [String: [AsyncStream<Void>.Continuation]] = [:]

    /// Has at most so many bytes of mirrors, all together; the ones longest unused are removed first.
    init(maximumBytes: Int, ssh: SSHPlace, logger: Logger) {
        self.maximumBytes = maximumBytes
        self.ssh = ssh
        self.logger = logger
    }

    /// Asks the host, brings an existing mirror up to date, and says whether it may be served.
    func refresh(_ source: Source, commit: String?) async -> Bool {
        let repository = repository(source)
        guard repository.exists else { return false }
        do {
            let listing = try await repository.listing()
            guard !listing.isEmpty else { return false }
            if repository.lastListing != listing {
                guard try await write(source, { try await repository.update(to: listing) }) else { return false }
            }
            repository.touch(listing)
            guard let commit else { return true }
            return try await repository.has(commit: commit)
        } catch {
            note(error)
            return false
        }
    }

    /// Asks the host, and has a mirror that is up to date, however long that takes.
    ///
    /// - Throws: ``MirrorFailure``, or `CancellationError`.
    func prepare(_ source: Source) async throws {
        guard maximumBytes > 0 else { throw MirrorFailure.tooLarge(0) }
        let repository = repository(source)
        // Each caller's own credential has to open the host, whoever wrote the mirror.
        let listing = try await repository.listing()
        while repository.lastListing != listing {
            let isWritten = try await write(source) { try await fill(repository, with: listing) }
            guard isWritten else {
                try await othersToFinish(source.folder)
                continue
            }
            guard MirrorSize.of(source.folder).bytes <= maximumBytes else {
                try? FileManager.default.removeItem(atPath: source.folder)
                throw MirrorFailure.tooLarge(maximumBytes)
            }
            repository.touch(listing)
            return removeSurplus(besides: source.folder, near: source.folder)
        }
        repository.touch(listing)
    }

    /// Makes the mirror, or brings it up to date, off the path of any clone.
    func populate(_ source: Source) async {
        guard maximumBytes > 0 else { return }
        let repository = repository(source)
        do {
            let listing = try await repository.listing()
            guard !listing.isEmpty, repository.lastListing != listing else { return }
            let isWritten = try await write(source) {
                try await repository.make(for: listing)
                try await repository.update(to: listing)
            }
            guard isWritten else { return }
            repository.touch(listing)
            logger.info("a mirror is complete", metadata: ["mirror": "\(source.folder)"])
            removeSurplus(besides: nil, near: source.folder)
        } catch {
            note(error)
        }
    }

    private func note(_ error: any Error) {
        guard let failure = error as? MirrorFailure else { return }
        logger.info("a mirror is not used", metadata: ["reason": "\(failure.reason)"])
    }

    private func repository(_ source: Source) -> MirrorRepository {
        MirrorRepository(git: MirrorGit(source: source, maximumBytes: maximumBytes, ssh: ssh))
    }

    /// One writer at a time; false where another is at it.
    private func write(_ source: Source, _ body: () async throws -> Void) async throws -> Bool {
        guard busy.insert(source.folder).inserted else { return false }
        defer {
            busy.remove(source.folder)
            waiting.removeValue(forKey: source.folder)?.forEach { $0.finish() }
        }
        do {
            try await body()
            return true
        } catch {
            repository(source).removeRemains()
            throw error
        }
    }

    /// Brings one up to date that there is no doing without: one that git makes nothing of is made anew.
    private func fill(_ repository: MirrorRepository, with listing: String) async throws {
        let isOld = repository.exists
        do {
            try await repository.make(for: listing)
            try await repository.update(to: listing)
        } catch MirrorFailure.git where isOld {
            try? FileManager.default.removeItem(atPath: repository.git.source.folder)
            try await repository.make(for: listing)
            try await repository.update(to: listing)
        }
    }

    private func othersToFinish(_ folder: String) async throws {
        guard busy.contains(folder) else { return }
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        waiting[folder, default: []].append(continuation)
        for await _ in ends {}
        try Task.checkCancellation()
    }

    /// Makes room in the folder of all mirrors; one that is served from now on stays.
    private func removeSurplus(besides served: String?, near folder: String) {
        let root = URL(fileURLWithPath: folder).deletingLastPathComponent().deletingLastPathComponent()
        var mirrors = MirrorSize.all(below: root)
        var total = mirrors.reduce(0) { $0 + $1.bytes }
        mirrors.sort { $0.usedAt < $1.usedAt }
        for mirror in mirrors where total > maximumBytes && mirror.folder != served && !busy.contains(mirror.folder) {
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

    /// That of one.
    static func of(_ folder: String) -> MirrorSize {
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
