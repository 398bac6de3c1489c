package import Foundation

/// A workspace that outlives its dispatches: one for each repository of a tenant.
///
/// One dispatch at a time writes to it. Which one is not kept here: it is derived from what runs.
package struct Workspace: Sendable, Hashable {
    /// Its identifier.
    package let id: WorkspaceID
    /// Whose it is, and of which repository.
    package let key: WorkspaceKey
    /// When its first dispatch started.
    package let createdAt: Date
    /// When a dispatch last used it, or somebody last looked at it.
    package var lastUsedAt: Date
    /// When it is removed unless it is used before.
    package var expiresAt: Date
    /// Bytes on disk after the last dispatch that could say so.
    package var sizeBytes: Int
    /// Whether its storage is being removed; it exists for nobody then.
    package var isDeleting: Bool

    package init(
        id: WorkspaceID,
        key: WorkspaceKey,
        createdAt: Date,
        lastUsedAt: Date,
        expiresAt: Date,
        sizeBytes: Int = 0,
        isDeleting: Bool = false
    ) {
        self.id = id
        self.key = key
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
        self.sizeBytes = sizeBytes
        self.isDeleting = isDeleting
    }
}

/// What a workspace is found by.
package struct WorkspaceKey: Sendable, Hashable {
    /// The tenant's id.
    package let tenant: String
    /// The repository's URL; nil for the tenant's workspace without a repository.
    package let repository: String?

    /// - Parameters:
    ///   - tenant: its id.
    ///   - repository: a URL; with and without a slash or `.git` at its end it names the same repository.
    package init(tenant: String, repository: String?) {
        self.tenant = tenant
        self.repository = repository.map { url in
            var url = Substring(url)
            while url.hasSuffix("/") { url = url.dropLast() }
            return String(url.hasSuffix(".git") ? url.dropLast(4) : url)
        }
    }
}

/// A page of a tenant's workspaces.
package struct WorkspacePage: Sendable, Hashable {
    /// The newest first.
    package let workspaces: [WorkspaceView]
    /// Whether older ones follow.
    package let hasMore: Bool

    package init(workspaces: [WorkspaceView], hasMore: Bool) {
        self.workspaces = workspaces
        self.hasMore = hasMore
    }
}

/// A workspace with the dispatch that has it.
package struct WorkspaceView: Sendable, Hashable {
    /// The workspace.
    package let workspace: Workspace
    /// The dispatch that runs in it; nil while it is free.
    package let dispatch: DispatchID?

    package init(workspace: Workspace, dispatch: DispatchID?) {
        self.workspace = workspace
        self.dispatch = dispatch
    }
}

/// The place of a page in a list of workspaces: the last one that was seen.
package struct WorkspaceCursor: Sendable, Hashable {
    /// When it was made.
    package let createdAt: Date
    /// Its id.
    package let id: WorkspaceID

    package init(createdAt: Date, id: WorkspaceID) {
        self.createdAt = createdAt
        self.id = id
    }
}
