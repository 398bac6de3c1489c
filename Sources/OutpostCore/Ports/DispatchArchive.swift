package import Foundation

/// Keeps what a dispatch says and hands in: its log and its artifacts.
package protocol DispatchArchive: Sendable {
    /// Makes the dispatch's place and writes its task.
    func prepare(_ dispatch: Dispatch) async throws

    /// Appends a line to the log; lines beyond the log's limit are counted, not kept.
    func append(_ line: OutputLine, at time: Date, to id: DispatchID) async throws

    /// Takes in a tar of artifacts.
    ///
    /// - Throws: ``ArtifactRejection`` when it breaks a rule.
    func receive(_ stream: AsyncThrowingStream<[UInt8], any Error>, for id: DispatchID) async throws -> RepositoryFacts

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

    package init(beforeSHA: String? = nil, afterSHA: String? = nil, changes: Changes, filesChanged: Int? = nil) {
        self.beforeSHA = beforeSHA
        self.afterSHA = afterSHA
        self.changes = changes
        self.filesChanged = filesChanged
    }
}
