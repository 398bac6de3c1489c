internal import Crypto
internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

/// The files of one dispatch in a folder of the test.
struct FilesBench: Sendable {
    let folder: TemporaryFolder
    let files: DispatchFiles
    let dispatch: Dispatch

    static let epoch = Date(timeIntervalSince1970: 1_700_000_000)
    static let commit = String(repeating: "a", count: 40)

    /// Prepares a dispatch's place.
    static func with(
        limits: ArtifactLimits = ArtifactLimits(),
        commits: CommitSearch? = nil,
        _ body: (FilesBench) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let files = DispatchFiles(directory: folder.path, limits: limits, commits: commits.map(KnownSearch.init))
            let bench = FilesBench(folder: folder, files: files, dispatch: try dispatch())
            try await files.prepare(bench.dispatch)
            try await body(bench)
        }
    }

    static func dispatch(task: String = "do it") throws -> Dispatch {
        let manifest = AgentManifest(name: "sample", summary: "A sample", image: "outpost/sample")
        let request = try DispatchRequest(agent: manifest, task: task)
        let id = try #require(DispatchID("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
        return Dispatch(id: id, tenant: "local", request: request, createdAt: epoch)
    }

    var home: String { dispatch.id.text }
    var artifacts: String { home + "/artifacts" }

    @discardableResult
    func receive(
        _ entries: [SampleEntry],
        lookingFor patterns: SecretPatterns = .shapesOnly
    ) async throws -> RepositoryFacts {
        try await files.receive(TarSamples.stream(entries), for: dispatch.id, lookingFor: patterns)
    }

    func seal() async throws -> ArtifactManifest {
        let end = DispatchEnd(status: .success, reason: .changed)
        let summary = DispatchSummary(dispatch, end: end, facts: nil, modelRequests: 0, at: Self.epoch + 5)
        return try await files.seal(summary, for: dispatch.id)
    }

    /// What a delivery with these entries leaves: the refusals by name.
    func refusals(_ entries: [SampleEntry]) async throws -> [String: String] {
        try await receive(entries)
        let refused = try await seal().refused
        return Dictionary(refused.map { ($0.path, $0.reason) }) { first, _ in first }
    }

    /// Checks that the manifest lists exactly what lies there, with the right sizes and digests.
    func expectTrue(_ manifest: ArtifactManifest, _ location: SourceLocation = #_sourceLocation) throws {
        let there = try folder.entries(artifacts).filter { !$0.hasSuffix("/") && $0 != "manifest.json" }
        #expect(manifest.files.map(\.path) == there, sourceLocation: location)
        for file in manifest.files {
            let bytes = try folder.read(artifacts + "/" + file.path)
            #expect(file.size == bytes.count, "\(file.path)", sourceLocation: location)
            #expect(file.sha256 == Self.digest(bytes), "\(file.path)", sourceLocation: location)
        }
        let stored = try JSONDecoder().decode(
            ArtifactManifest.self,
            from: Data(try folder.read(artifacts + "/manifest.json"))
        )
        #expect(stored == manifest, sourceLocation: location)
    }

    static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
    }
}

/// A search that comes to what the test says, where the bundle lies at its place.
private struct KnownSearch: CommitSearcher {
    let search: CommitSearch

    init(_ search: CommitSearch) { self.search = search }

    func search(bundle: String, for patterns: SecretPatterns) async -> CommitSearch {
        FileManager.default.fileExists(atPath: bundle) ? search : .impossible("there is no \(bundle)")
    }
}
