package import Foundation

/// Keeps what a dispatch says and hands in: its log and its artifacts.
package protocol DispatchArchive: Sendable {
    /// Makes the dispatch's place and writes its task; one that was made before is taken up again with all it holds.
    ///
    /// - Returns: what of the log there is already.
    func prepare(_ dispatch: Dispatch) async throws -> RecordedLog

    /// Appends a line to the log; lines beyond the log's limit are counted, not kept.
    func append(_ line: OutputLine, at time: Date, to id: DispatchID) async throws

    /// Takes in a tar of artifacts; files stay as they are, and those that hold a secret are named.
    ///
    /// - Throws: ``ArtifactRejection`` when it breaks a rule.
    func receive(
        _ stream: AsyncThrowingStream<[UInt8], any Error>,
        for id: DispatchID,
        lookingFor patterns: SecretPatterns
    ) async throws -> RepositoryFacts

    /// Looks for secrets in the commits that were handed in, and notes in the manifest what came of it.
    ///
    /// - Returns: nil where none were handed in.
    func searchCommits(of id: DispatchID, for patterns: SecretPatterns) async -> CommitSearch?

    /// Writes the summary and the manifest; after it the artifacts are complete.
    ///
    /// - Returns: whether lines of the log were dropped, and the manifest.
    func seal(_ summary: DispatchSummary, for id: DispatchID) async throws -> ArtifactManifest

    /// Whether lines of the log were dropped so far.
    func isLogTruncated(_ id: DispatchID) async -> Bool
}

/// What the runtime found out about the repository.
package struct RepositoryFacts: Sendable, Hashable, Codable {
    /// Commit that the agent started from.
    package var beforeSHA: String?
    /// Commit that it left.
    package var afterSHA: String?
    /// What the agent did.
    package var changes: Changes
    /// Files that the diff touches.
    package var filesChanged: Int?
    /// Lines that it adds, as its hunks say; nil without a diff.
    package var linesAdded: Int?
    /// Lines that it removes.
    package var linesRemoved: Int?
    /// Bytes that a workspace holds which outlives the dispatch.
    package var workspaceBytes: Int?
    /// What the agent's output says of its end; nil where its image has no reader, or the reader failed.
    package var outcome: AgentOutcome?
    /// The artifacts that hold secrets, with the names of these; nil without any.
    package var secretFiles: [String: [String]]?
    /// The artifacts that could not be looked through, with the reason; they count as such that hold secrets.
    package var unsearchedFiles: [String: String]?

    package init(
        beforeSHA: String? = nil,
        afterSHA: String? = nil,
        changes: Changes,
        filesChanged: Int? = nil,
        workspaceBytes: Int? = nil,
        outcome: AgentOutcome? = nil
    ) {
        self.beforeSHA = beforeSHA
        self.afterSHA = afterSHA
        self.changes = changes
        self.filesChanged = filesChanged
        self.workspaceBytes = workspaceBytes
        self.outcome = outcome
    }

    /// Takes up what a search of the agent's commits came to.
    mutating func note(_ search: CommitSearch) {
        switch search {
        case .found(let names):
            var files = secretFiles ?? [:]
            files[ArtifactManifest.commits] = names.isEmpty ? nil : names
            secretFiles = files.isEmpty ? nil : files
        case .impossible(let reason): unsearchedFiles = [ArtifactManifest.commits: reason]
        }
    }
}

/// How far the log of a dispatch had come when it was taken up.
package struct RecordedLog: Sendable, Hashable {
    /// Lines of the attempt by the stream that they came on.
    package var counts: [OutputLine.Stream: Int]
    /// The first line of each stream, by which an engine's own log is recognised as the same from its beginning.
    package var first: [OutputLine.Stream: String]
    /// When the last line was written down; nil without one.
    package var lastAt: Date?
    /// What was handed in, in full, before.
    package var facts: RepositoryFacts?

    package init(
        counts: [OutputLine.Stream: Int] = [:],
        first: [OutputLine.Stream: String] = [:],
        lastAt: Date? = nil,
        facts: RepositoryFacts? = nil
    ) {
        self.counts = counts
        self.first = first
        self.lastAt = lastAt
        self.facts = facts
    }
}
