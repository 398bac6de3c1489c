package import Foundation

/// The optional half of a request.
package struct DispatchOptions: Sendable, Hashable, Codable {
    /// How much of what the repository says of itself is laid before the task.
    package var context: ContextLevel
    /// Whether the workspace outlives the dispatch.
    package var workspaceMode: WorkspaceMode
    /// The workspace that outlives the dispatch, given when the dispatch is accepted; never the client's to choose.
    package var workspace: WorkspaceID?
    /// What the workspace starts with.
    package var workspaceInit: WorkspaceInit
    /// The client's own labels.
    package var tags: [String: String]
    /// What the request wants instead of the tier's resources.
    package var resources: ResourceRequest
    /// When the record and its results may be deleted; nil leaves it to retention.
    package var expiresAt: Date?
    /// Names of the secrets whose values came with the request and are written down nowhere; nil means none.
    package var valueSecretNames: [String]?
    /// A narrower reach than the tenant's policy has; nil takes the policy's.
    package var egress: EgressMode?
    /// How the agent gets at its model; nil is ``CredentialRoute/gateway``.
    package var credentials: CredentialRoute?

    /// Whether a login is inside the container.
    package var isDirect: Bool { credentials == .direct }

    package init(
        context: ContextLevel = .standard,
        workspaceMode: WorkspaceMode = .ephemeral,
        workspaceInit: WorkspaceInit = .full,
        tags: [String: String] = [:],
        resources: ResourceRequest = ResourceRequest(),
        expiresAt: Date? = nil,
        valueSecretNames: [String]? = nil,
        egress: EgressMode? = nil,
        credentials: CredentialRoute? = nil
    ) {
        self.context = context
        self.workspaceMode = workspaceMode
        self.workspaceInit = workspaceInit
        self.tags = tags
        self.resources = resources
        self.expiresAt = expiresAt
        self.valueSecretNames = valueSecretNames
        self.egress = egress
        self.credentials = credentials
    }
}

/// CPU and memory that a request wants; nil takes the tier's.
package struct ResourceRequest: Sendable, Hashable, Codable {
    /// 1024 units are one core.
    package var cpuUnits: Int?
    /// MiB.
    package var memoryMiB: Int?

    package init(cpuUnits: Int? = nil, memoryMiB: Int? = nil) {
        self.cpuUnits = cpuUnits
        self.memoryMiB = memoryMiB
    }
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
