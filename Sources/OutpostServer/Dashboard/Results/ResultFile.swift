internal import Foundation
internal import OutpostCore

/// What a page finds of one of a dispatch's artifacts.
enum ResultFile<Content: Sendable>: Sendable {
    case absent
    /// It holds these secrets, or cannot be looked through.
    case withheld([String])
    case file(Content)

    /// - Parameters:
    ///   - path: of the artifact.
    ///   - listing: the artifacts.
    ///   - read: what is read of it.
    /// - Returns: what there is; absent too where it cannot be read.
    @concurrent
    static func find(
        _ path: String,
        in listing: ArtifactListing,
        read: @Sendable (FileHandle) async throws -> Content
    ) async -> ResultFile {
        guard let file = listing.files.first(where: { $0.path == path }) else { return .absent }
        guard file.containsSecret != true else { return .withheld(file.secretNames ?? []) }
        guard let handle = FileHandle(forReadingAtPath: "\(listing.directory)/\(path)") else { return .absent }
        defer { try? handle.close() }
        guard let content = try? await read(handle) else { return .absent }
        return .file(content)
    }
}

extension ResultFile<[UInt8]> {
    /// A file of up to 512 KiB; a longer one is absent.
    @concurrent
    static func small(_ path: String, in listing: ArtifactListing) async -> ResultFile {
        await find(path, in: listing) { handle in
            let most = 512 << 10
            let data = try handle.read(upToCount: most + 1) ?? Data()
            guard data.count <= most else { throw CocoaError(.fileReadTooLarge) }
            return Array(data)
        }
    }
}

extension ResultFile<PatchReader> {
    /// A patch, read piece by piece, so that a long one holds nobody up.
    @concurrent
    static func patch(_ path: String, in listing: ArtifactListing) async -> ResultFile {
        await find(path, in: listing) { handle in
            var patch = PatchReader()
            while !patch.isFull, let piece = try handle.read(upToCount: 256 << 10), !piece.isEmpty {
                try Task.checkCancellation()
                patch.read(Array(piece))
                await Task.yield()
            }
            patch.finish()
            return patch
        }
    }
}
