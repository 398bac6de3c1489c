package import Foundation

/// The optional half of a request.
package struct DispatchOptions: Sendable, Hashable, Codable {
    /// How much context is laid out for the agent.
    package var context: ContextLevel
    /// Whether the workspace outlives the dispatch.
    package var workspaceMode: WorkspaceMode
    /// What the workspace starts with.
    package var workspaceInit: WorkspaceInit
    /// The client's own labels.
    package var tags: [String: String]
    /// CPU, memory and processes, where the request changed the tier's.
    package var resources: Resources?
    /// When the record and its results may be deleted; nil leaves it to retention.
    package var expiresAt: Date?

    package init(
        context: ContextLevel = .standard,
        workspaceMode: WorkspaceMode = .ephemeral,
        workspaceInit: WorkspaceInit = .full,
        tags: [String: String] = [:],
        resources: Resources? = nil,
        expiresAt: Date? = nil
    ) {
        self.context = context
        self.workspaceMode = workspaceMode
        self.workspaceInit = workspaceInit
        self.tags = tags
        self.resources = resources
        self.expiresAt = expiresAt
    }
}

/// How much context an agent gets, in Outpost v2's words.
package enum ContextLevel: String, Sendable, Hashable, Codable, CaseIterable {
    case minimal, standard, full
}

/// Whether a workspace outlives its dispatch.
package enum WorkspaceMode: String, Sendable, Hashable, Codable, CaseIterable {
    case ephemeral, persistent
}

/// What a workspace starts with.
package enum WorkspaceInit: String, Sendable, Hashable, Codable, CaseIterable {
    /// The whole tree of the repository.
    case full
    /// Its documentation and sources only.
    case minimal
    /// Nothing.
    case none
}
