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
        // Again, as above: the setting may have changed since.
        if let objection = settings.git.objectionToSSH(url) { throw InvalidRequest.repository(objection) }
        var access = RepositoryAccess(push: settings.git.push)
        access.allowsPrivate = settings.git.allowsPrivate(url)
        access.credential = try await gitCredential(for: url, tenant)
        access.mirror = settings.git.mirrors.map {
            RepositoryMirror(folder: "\($0)/\(tenant)/\(Self.digest(url)).git", tenant: tenant)
        }
        return .remote(url: url, access: access)
    }

    /// Whether a dispatch of now would get this access: its tenant is active and has that very credential.
    ///
    /// Work that goes on after a dispatch ended asks this; false also where the store cannot be read.
    package func mayMirror(_ url: String, by access: RepositoryAccess) async -> Bool {
        guard let tenant = access.mirror?.tenant,
            let found = try? await parts.identities.tenant(tenant), found.status == .active,
            let credential = try? await Optional(gitCredential(for: url, tenant))
        else { return false }
        return credential == access.credential
    }

    private func gitCredential(for url: String, _ tenant: String) async throws -> GitCredential? {
        try await parts.gitCredentials?.credential(for: url, base: settings.git.baseURL, tenant: tenant)
    }

    private static func digest(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(16).hexadecimal
    }
}
