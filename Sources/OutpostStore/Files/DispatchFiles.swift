package import Foundation
package import OutpostCore

/// Logs and artifacts of dispatches on disk, a directory each:
///
/// ```
/// <dispatches>/<ULID>/log.jsonl
/// <dispatches>/<ULID>/artifacts/{task.md, output.log, diff.patch, …, summary.json, manifest.json}
/// ```
package actor DispatchFiles: DispatchArchive {
    let directory: String
    let artifactsDirectory: @Sendable (DispatchID) -> String
    private let limits: ArtifactLimits
    private let commits: (any CommitSearcher)?
    /// Dispatches that are being written.
    private var open: [DispatchID: OpenDispatch] = [:]
    /// Deliveries so far, which numbers their folders.
    private var deliveries = 0

    /// - Parameters:
    ///   - directory: where dispatches keep their records.
    ///   - artifacts: where one keeps its artifacts; nil means in its own directory.
    ///   - limits: bounds of each dispatch.
    ///   - commits: looks through agents' commits; without it they all count as such that may hold secrets.
    package init(
        directory: String,
        artifacts: (@Sendable (DispatchID) -> String)? = nil,
        limits: ArtifactLimits = ArtifactLimits(),
        commits: (any CommitSearcher)? = nil
    ) {
        self.directory = directory
        self.limits = limits
        self.commits = commits
        artifactsDirectory = artifacts ?? { "\(directory)/\($0)/artifacts" }
    }

    /// Makes the dispatch's folders and writes `task.md`, or goes on with those of an earlier process.
    @discardableResult
    package func prepare(_ dispatch: Dispatch) async throws -> RecordedLog {
        let files = try OpenDispatch(
            dispatch,
            home: "\(directory)/\(dispatch.id)",
            artifacts: artifactsDirectory(dispatch.id),
            limits: limits
        )
        open[dispatch.id] = files
        return files.recorded
    }

    /// Appends to `log.jsonl` and `output.log`.
    package func append(_ line: OutputLine, at time: Date, to id: DispatchID) async throws {
        try open[id]?.append(line, at: time)
    }

    /// Whether the log's limit kept lines out.
    package func isLogTruncated(_ id: DispatchID) async -> Bool {
        open[id]?.isLogTruncated ?? false
    }

    /// Lays the tar out; a second delivery replaces the first, because the runtime repeats it when the answer was lost.
    ///
    /// An agent can hand in several at once, so each is laid out in a folder of its own and takes its place in one go.
    package func receive(
        _ stream: AsyncThrowingStream<[UInt8], any Error>,
        for id: DispatchID,
        lookingFor patterns: SecretPatterns
    ) async throws -> RepositoryFacts {
        deliveries += 1
        let incoming = "\(artifactsDirectory(id))/.incoming-\(deliveries)"
        defer { try? FileManager.default.removeItem(atPath: incoming) }
        guard open[id] != nil else { throw CocoaError(.fileNoSuchFile) }
        let received = try await Self.layOut(stream, in: incoming, limits: limits, patterns)
        guard let dispatch = open[id] else { throw CocoaError(.fileNoSuchFile) }
        try dispatch.take(received, from: incoming)
        return received.facts
    }

    /// Looks through `commits.bundle`.
    ///
    /// It is not done on receipt: the container waits for that answer, and has little time.
    package func searchCommits(of id: DispatchID, for patterns: SecretPatterns) async -> CommitSearch? {
        guard let bundle = open[id]?.bundle else { return nil }
        let nobody = CommitSearch.impossible("nothing here looks through commits")
        let search = await commits?.search(bundle: bundle, for: patterns) ?? nobody
        open[id]?.note(search)
        return search
    }

    /// Writes `summary.json` and, last, `manifest.json`.
    package func seal(_ summary: DispatchSummary, for id: DispatchID) async throws -> ArtifactManifest {
        defer { open[id] = nil }
        guard let dispatch = open[id] else { throw CocoaError(.fileNoSuchFile) }
        return try dispatch.seal(summary)
    }

    @concurrent
    private static func layOut(
        _ stream: AsyncThrowingStream<[UInt8], any Error>,
        in incoming: String,
        limits: ArtifactLimits,
        _ patterns: SecretPatterns
    ) async throws -> OpenDispatch.Delivery {
        try FileManager.default.createDirectory(
            atPath: incoming,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        var intake = ArtifactIntake(directory: incoming, limits: limits, patterns: patterns)
        for try await bytes in stream { try intake.consume(bytes) }
        try intake.finish()
        let manifest = ArtifactManifest(files: intake.files, refused: intake.refused)
        var facts = RepositoryFacts(reported: intake.facts)
        facts.secretFiles = manifest.secretFiles
        facts.linesAdded = intake.patchLines?.added
        facts.linesRemoved = intake.patchLines?.removed
        return OpenDispatch.Delivery(manifest: manifest, facts: facts)
    }
}

extension ArtifactManifest {
    /// The files that hold secrets; nil without any.
    fileprivate var secretFiles: [String: [String]]? {
        let found = files.compactMap { file in file.secretNames.map { (file.path, $0) } }
        return found.isEmpty ? nil : Dictionary(found) { first, _ in first }
    }
}

extension RepositoryFacts {
    /// Reads the runtime's fact files; whatever is absent or strange is unknown.
    fileprivate init(reported: [String: String]) {
        func commit(_ name: String) -> String? {
            reported[name].flatMap { text in
                let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
                return (40...64).contains(text.count) && text.allSatisfy(\.isHexDigit) ? text : nil
            }
        }
        let changes = reported["changes"]?.trimmingCharacters(in: .whitespacesAndNewlines)
        let files = reported["files_changed"]?.trimmingCharacters(in: .whitespacesAndNewlines)
        self.init(
            beforeSHA: commit("before_sha"),
            afterSHA: commit("after_sha"),
            changes: changes.flatMap(Changes.init(rawValue:)) ?? .none,
            filesChanged: files.flatMap { Int($0) },
            workspaceBytes: reported["workspace_bytes"].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 },
            outcome: reported["outcome"].flatMap(AgentOutcome.init(reported:))
        )
    }
}
