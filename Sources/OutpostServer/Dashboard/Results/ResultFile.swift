internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// The beginning of one of a dispatch's artifacts.
struct ResultFile: Sendable {
    let text: String
    /// Whether the file goes on.
    let isCut: Bool

    /// Bytes that are read at most.
    static let most = 512 << 10

    /// What is known of a file in a listing.
    enum Found: Sendable {
        case absent
        /// It holds these secrets, or cannot be looked through.
        case withheld([String])
        case file(ResultFile)
    }

    @concurrent
    static func read(_ path: String, in listing: ArtifactListing) async -> Found {
        guard let file = listing.files.first(where: { $0.path == path }) else { return .absent }
        guard file.containsSecret != true else { return .withheld(file.secretNames ?? []) }
        guard let handle = FileHandle(forReadingAtPath: "\(listing.directory)/\(path)") else { return .absent }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: most + 1) else { return .absent }
        return .file(ResultFile(text: String(decoding: data.prefix(most), as: UTF8.self), isCut: data.count > most))
    }
}
