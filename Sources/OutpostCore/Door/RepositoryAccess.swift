/// What a door may do with a repository on another host.
package struct RepositoryAccess: Sendable, Hashable {
    /// Shown to that host alone, never to the container; nil for none.
    package var credential: GitCredential?
    /// Where pushes may go; nowhere by default.
    package var push: PushPolicy
    /// The folder of the tenant's own mirror of the repository, which need not exist yet; nil for no mirror.
    package var mirror: String?
    /// Whether the host may have an address of this machine or of its networks; true for what an operator named.
    package var allowsPrivate: Bool

    package init(
        credential: GitCredential? = nil,
        push: PushPolicy = PushPolicy(),
        mirror: String? = nil,
        allowsPrivate: Bool = true
    ) {
        self.credential = credential
        self.push = push
        self.mirror = mirror
        self.allowsPrivate = allowsPrivate
    }
}
