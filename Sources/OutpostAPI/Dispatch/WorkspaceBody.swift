/// A workspace that outlives its dispatch.
///
/// What is not known is null, not absent.
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
    /// Always null: a workspace is a volume of the engine.
    package var efsAccessPointId: String?
    /// `available`, or `in_use` while a dispatch runs in it.
    package var status: String
    /// The dispatch that runs in it.
    package var currentDispatchId: String?
    /// When it is removed unless it is used before.
    package var expiresAt: APITime

    package init(
        workspaceId: String,
        userId: String,
        createdAt: APITime,
        lastAccessedAt: APITime,
        sizeBytes: Int,
        sizeFormatted: String,
        repoUrl: String?,
        status: String,
        currentDispatchId: String?,
        expiresAt: APITime
    ) {
        self.workspaceId = workspaceId
        self.userId = userId
        self.createdAt = createdAt
        self.lastAccessedAt = lastAccessedAt
        self.sizeBytes = sizeBytes
        self.sizeFormatted = sizeFormatted
        self.repoUrl = repoUrl
        self.status = status
        self.currentDispatchId = currentDispatchId
        self.expiresAt = expiresAt
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(workspaceId, forKey: .workspaceId)
        try container.encode(userId, forKey: .userId)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(lastAccessedAt, forKey: .lastAccessedAt)
        try container.encode(sizeBytes, forKey: .sizeBytes)
        try container.encode(sizeFormatted, forKey: .sizeFormatted)
        try container.encode(repoUrl, forKey: .repoUrl)
        try container.encode(efsAccessPointId, forKey: .efsAccessPointId)
        try container.encode(status, forKey: .status)
        try container.encode(currentDispatchId, forKey: .currentDispatchId)
        try container.encode(expiresAt, forKey: .expiresAt)
    }
}

/// The answer to a request about one workspace.
package struct WorkspaceAnswer: Codable, Sendable, Hashable {
    /// The workspace.
    package var workspace: WorkspaceBody

    package init(workspace: WorkspaceBody) { self.workspace = workspace }
}

/// The answer to the deletion of a workspace.
package struct WorkspaceDeleted: Codable, Sendable, Hashable {
    /// The workspace that is gone.
    package var workspaceId: String
    /// For people.
    package var message: String

    package init(workspaceId: String, message: String) {
        self.workspaceId = workspaceId
        self.message = message
    }
}
