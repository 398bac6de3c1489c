internal import Foundation
internal import OutpostAPI
internal import OutpostCore

extension ServerConnection {
    /// The artifacts of a dispatch, with links that work for a day.
    func artifacts(_ id: String, reveals: Bool = false) async throws -> ArtifactsBody {
        let query = Self.query([("expiresIn", "86400"), ("reveal", reveals ? "true" : nil)])
        return try await answer("GET", "/artifacts/\(Self.escaped(id))" + query)
    }

    /// Fetches what a dispatch changed into a folder.
    ///
    /// - Parameters:
    ///   - id: the dispatch.
    ///   - folder: where `diff.patch` goes.
    ///   - reveals: whether changes that hold a secret are wanted, too.
    /// - Returns: the patch, empty where nothing was changed.
    /// - Throws: ``CommandFailure`` where the dispatch has not ended, or has no results any more.
    func patch(_ id: String, into folder: String, reveals: Bool) async throws -> PatchFile {
        let listing = try await artifacts(id, reveals: reveals)
        let patch = PatchFile(path: folder + "/diff.patch")
        guard let artifact = listing.artifacts.first(where: { $0.key == "diff.patch" }) else {
            try listing.requireFiles()
            guard listing.status == DispatchStatus.success.rawValue else {
                throw CommandFailure(
                    .agentFailed,
                    "\(id) ended as \(listing.status), and there are no changes of it",
                    hint: "outpost show \(id)"
                )
            }
            return patch
        }
        var download = ArtifactDownload(connection: self, id: listing.dispatchId, artifact: artifact, path: patch.path)
        try await download.run()
        return patch
    }
}

extension ArtifactsBody {
    /// - Throws: ``CommandFailure`` that says why there are no files, where there is a reason.
    func requireFiles() throws {
        if let removed {
            throw CommandFailure(
                .notFound,
                "the results of \(dispatchId) were removed at \(removed.at) (\(removed.cause))"
            )
        }
        guard artifacts.isEmpty, !["success", "failed", "timeout", "cancelled"].contains(status) else { return }
        throw CommandFailure(
            .conflict,
            "\(dispatchId) has not ended: it is \(status)",
            hint: "outpost wait \(dispatchId)"
        )
    }
}

extension ArtifactBody {
    /// Where it goes below a folder.
    ///
    /// - Throws: ``CommandFailure`` for a path that would lead out of it, and for a digest that is none: both name files.
    func path(below folder: String) throws -> String {
        guard sha256.utf8.count == 64, sha256.allSatisfy(\.isHexDigit) else {
            throw CommandFailure(.infrastructure, "the server gives an artifact a SHA-256 that is none")
        }
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        let isSafe = !key.utf8.contains(0) && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
        guard isSafe else {
            throw CommandFailure(.infrastructure, "the server names an artifact '\(key)', which no folder can hold")
        }
        return folder + "/" + key
    }
}

/// A folder that is gone afterwards.
enum ScratchFolder {
    static func with<Output>(_ body: (String) async throws -> Output) async throws -> Output {
        let path = NSTemporaryDirectory() + "outpost-" + Generator.uuid()
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}
