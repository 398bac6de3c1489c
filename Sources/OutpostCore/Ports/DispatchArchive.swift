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
    /// Bytes that a workspace holds which outlives the dispatch.
    package var workspaceBytes: Int?
    /// What the agent's output says of its end; nil where its image has no reader, or the reader failed.
    package var outcome: AgentOutcome?
    /// The artifacts that hold secrets, with the names of these; nil without any.
    package var secretFiles: [String: [String]]?

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
