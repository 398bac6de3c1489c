internal import Foundation
internal import NIOHTTP1
internal import OutpostCore

/// `/git/repo.git/…`: the dispatch's one repository over smart HTTP.
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
            try refusePushing(request, unless: PushPolicy())
            try await LocalRepository(path: path, door: door).serve(request, on: exchange)
        case .remote(let url, let access):
            try refusePushing(request, unless: access.push)
            if GitServer(url: url)?.scheme == "ssh" {
                return try await SSHRepository(url: url, access: access, door: door).serve(request, on: exchange)
            }
            // Of a clone from a mirror only its beginning looks at the repository's host.
            if request.service == .fetch, !request.isAdvertisement, let mirror = door.servedMirror(of: access) {
                return try await LocalRepository(path: mirror, door: door).serve(request, on: exchange)
            }
            let address = try await RepositoryLookup(network: door.network, allowsPrivate: access.allowsPrivate).find(
                url
            )
            if request.service == .fetch, let mirror = await door.mirror(of: url, access, address, for: request) {
                return try await LocalRepository(path: mirror, door: door).serve(request, on: exchange)
            }
            try await RemoteRepository(url: url, access: access, address: address, door: door)
                .serve(request, on: exchange)
        }
    }

    private func refusePushing(_ request: GitRequest, unless policy: PushPolicy) throws {
        guard request.service == .push, policy.isEmpty else { return }
        throw Refusal.git(403, "this door serves fetching only")
    }
}

/// A call of git's.
struct GitRequest: Sendable, Hashable {
    enum Service: String {
        case fetch = "git-upload-pack"
        case push = "git-receive-pack"
    }

    let service: Service
    /// `GET info/refs`, which says what there is; otherwise the `POST` that does it.
    let isAdvertisement: Bool

    /// Reads the call.
    ///
    /// - Throws: ``Refusal``: 403 for the protocol of old that lists files, 404 for anything else.
    init(_ exchange: Exchange, path: String) throws {
        let method = exchange.head.method
        if method == .GET, path == "info/refs" {
            guard let service = exchange.target.parameter("service").flatMap(Service.init) else {
                throw Refusal.git(403, "this door speaks the smart protocol of git only")
            }
            self.service = service
            isAdvertisement = true
        } else if method == .POST, let service = Service(rawValue: path) {
            self.service = service
            isAdvertisement = false
        } else {
            throw Refusal.git(404, "no such file in this door's repository")
        }
    }

    var method: String { isAdvertisement ? "GET" : "POST" }
    var path: String { isAdvertisement ? "/info/refs" : "/\(service.rawValue)" }
    var query: String { isAdvertisement ? "service=\(service.rawValue)" : "" }
}

extension GitCredential {
    /// The value of an `Authorization` header; nil for what is not shown over http.
    var authorization: String? {
        guard case .basic(let username, let password) = self else { return nil }
        return "Basic " + Data("\(username):\(password)".utf8).base64EncodedString()
    }
}
