/// The one repository behind a door's `/git/repo.git` route.
package enum RepositoryRoute: Sendable, Hashable {
    /// A bare repository on this host, served by `git http-backend`; for fetching only.
    case local(path: String)
    /// A smart-HTTP repository elsewhere: `https://host/owner/name.git` without a trailing slash or credentials.
    case remote(url: String, access: RepositoryAccess = RepositoryAccess())
}
