/// A workspace that outlives its dispatch.
package struct WorkspaceBody: Codable, Sendable, Hashable {
    /// A lower-case UUID.
    package var workspaceId: String
    /// The id of its tenant.
    package var userId: String
    /// When it was made.
    package var createdAt: APITime
    /// When a dispatch last used it.
    package var lastAccessedAt: APITime
    /// Bytes.
    package var sizeBytes: Int
    /// The same for people, such as `50.00 MB`.
    package var sizeFormatted: String
    /// The repository that it began with.
    package var repoUrl: String?

    package init(
        workspaceId: String,
        userId: String,
        createdAt: APITime,
        lastAccessedAt: APITime,
        sizeBytes: Int,
        sizeFormatted: String,
        repoUrl: String?
    ) {
        self.workspaceId = workspaceId
        self.userId = userId
        self.createdAt = createdAt
        self.lastAccessedAt = lastAccessedAt
        self.sizeBytes = sizeBytes
        self.sizeFormatted = sizeFormatted
        self.repoUrl = repoUrl
    }
}
