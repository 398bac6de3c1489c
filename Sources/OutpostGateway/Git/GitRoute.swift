internal import NIOHTTP1
internal import OutpostCore

/// `/git/repo.git/…`: the dispatch's one repository over smart HTTP, for fetching only.
struct GitRoute: DoorRoute {
    static let prefix = "/git/repo.git/"

    let door: Door
    let repository: RepositoryRoute
    /// What follows the repository's own path.
    let path: String

    func respond(to exchange: Exchange) async throws {
        let request = try GitRequest(exchange, path: path)
        switch repository {
        case .local(let path):
            try await LocalRepository(path: path, door: door).serve(request, on: exchange)
        case .remote(let url):
            try await RemoteRepository(url: url, door: door).serve(request, on: exchange)
        }
    }
}

/// The two calls that fetching needs.
enum GitRequest: Sendable, Hashable {
    /// `GET info/refs?service=git-upload-pack`
    case advertisement
    /// `POST git-upload-pack`
    case uploadPack

    /// Reads the call.
    ///
    /// - Throws: ``Refusal``: 403 for pushing and for the protocol of old that lists files, 404 for anything else.
    init(_ exchange: Exchange, path: String) throws {
        let method = exchange.head.method
        switch (method, path) {
        case (.GET, "info/refs"):
            guard exchange.target.parameter("service") == "git-upload-pack" else {
                throw Refusal.git(403, "this door serves fetching only")
            }
            self = .advertisement
        case (.POST, "git-upload-pack"):
            self = .uploadPack
        case (_, "git-receive-pack"):
            throw Refusal.git(403, "this door serves fetching only")
        default:
            throw Refusal.git(404, "no such file in this door's repository")
        }
    }

    var method: String { self == .advertisement ? "GET" : "POST" }
    var path: String { self == .advertisement ? "/info/refs" : "/git-upload-pack" }
    var query: String { self == .advertisement ? "service=git-upload-pack" : "" }
}
