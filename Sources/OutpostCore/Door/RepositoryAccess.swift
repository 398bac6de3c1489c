/// What a door may do with a repository on another host.
package struct RepositoryAccess: Sendable, Hashable {
    /// Shown to that host alone, never to the container; nil for none.
    package var credential: GitCredential?
    /// Where pushes may go; nowhere by default.
    package var push: PushPolicy
    /// The tenant's own mirror of the repository, which need not exist yet; nil for no mirror.
    package var mirror: RepositoryMirror?
    /// Whether the host may have an address of this machine or of its networks; true for what an operator named.
    package var allowsPrivate: Bool

    package init(
        credential: GitCredential? = nil,
        push: PushPolicy = PushPolicy(),
        mirror: RepositoryMirror? = nil,
        allowsPrivate: Bool = true
    ) {
        self.credential = credential
        self.push = push
        self.mirror = mirror
        self.allowsPrivate = allowsPrivate
    }
}

/// A copy of a repository on another host that is kept here for one tenant.
package struct RepositoryMirror: Sendable, Hashable {
    /// The folder, with the folder of all tenants' mirrors two levels above it.
    package var folder: String
    /// The id of the tenant whose it is.
    package var tenant: String

    package init(folder: String, tenant: String) {
        self.folder = folder
        self.tenant = tenant
    }
}
