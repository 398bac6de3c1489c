internal import Crypto

extension Dispatcher {
    /// The route to the repository of a request; nil where there is none, or where the workspace starts empty.
    func repositoryRoute(for request: DispatchRequest, _ tenant: String) async throws -> RepositoryRoute? {
        guard request.options.workspaceInit != .none, let url = request.repository else { return nil }
        if url.hasPrefix("file://") {
            // Again, after the request was taken: folders, links and the setting may have changed since.
            guard let path = settings.git.localFolders.repository(url, tenant: tenant) else {
                throw InvalidRequest.repository("'\(url)' is in no folder that the server's git_allow names")
            }
            return .local(path: path)
        }
        var access = RepositoryAccess(push: settings.git.push)
        let (server, base) = (GitServer(url: url), GitServer(url: settings.git.baseURL))
        access.allowsPrivate = server == base || server.map { settings.git.hosts.contains($0.host) } ?? false
        if let server, server.mayHaveCredential(base: base) {
            access.credential = try await parts.gitCredentials?.credential(host: server.host, tenant: tenant)
        }
        access.mirror = settings.git.mirrors.map { "\($0)/\(tenant)/\(Self.digest(url)).git" }
        return .remote(url: url, access: access)
    }

    private static func digest(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(16).hexadecimal
    }
}
