internal import Foundation
package import OutpostCore

extension DispatchFiles: DispatchReader {
    /// Reads `log.jsonl`; a dispatch that has none yet has an empty log.
    @concurrent
    package nonisolated func log(_ id: DispatchID, from position: LogPosition, limit: Int) async throws -> LogPage {
        try LogFile.read("\(directory)/\(id)/log.jsonl", from: position, limit: limit)
    }

    /// Reads `log.jsonl` from its end.
    @concurrent
    package nonisolated func logTail(_ id: DispatchID, before end: LogPosition?, limit: Int) async throws -> LogTail {
        try LogFile.readTail("\(directory)/\(id)/log.jsonl", before: end, limit: limit)
    }

    /// Reads `manifest.json`, which is written last.
    @concurrent
    package nonisolated func artifacts(
        _ id: DispatchID
    ) async throws -> (manifest: ArtifactManifest, directory: String)? {
        let folder = artifactsDirectory(id)
        guard let contents = FileManager.default.contents(atPath: folder + "/manifest.json") else { return nil }
        return (try JSONDecoder().decode(ArtifactManifest.self, from: contents), folder)
    }

    /// Reads `summary.json`, once the manifest is there.
    @concurrent
    package nonisolated func summary(_ id: DispatchID) async throws -> DispatchSummary? {
        let folder = artifactsDirectory(id)
        guard FileManager.default.fileExists(atPath: folder + "/manifest.json"),
            let contents = FileManager.default.contents(atPath: folder + "/summary.json")
        else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(DispatchSummary.self, from: contents)
    }

    /// Reads `diff.patch`, once the manifest is there.
    @concurrent
    package nonisolated func changedLines(_ id: DispatchID) async throws -> PatchLineCounter? {
        let path = artifactsDirectory(id) + "/diff.patch"
        guard let file = try await artifacts(id)?.manifest.files.first(where: { $0.path == "diff.patch" }),
            file.size <= Self.longestCountedPatch, let handle = FileHandle(forReadingAtPath: path)
        else { return nil }
        defer { try? handle.close() }
        var counter = PatchLineCounter()
        var left = file.size
        while let bytes = try handle.read(upToCount: min(left + 1, 1 << 20)), !bytes.isEmpty {
            left -= bytes.count
            // Of a file that is not the recorded one nothing is known.
            guard left >= 0 else { return nil }
            counter.read(Array(bytes))
        }
        return left == 0 ? counter : nil
    }

    private static let longestCountedPatch = 64 << 20
}
