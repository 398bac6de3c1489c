internal import Foundation
internal import OutpostCore

extension ServeSettingsReader {
    /// Words separated by commas.
    func list(_ key: ServeKey) -> [String] { WordList.words(text(key) ?? "") }

    /// Branches, exact or a beginning before `/*`.
    func pushPolicy(_ key: ServeKey) throws -> PushPolicy {
        let patterns = list(key)
        let place = found(key)?.place ?? key.rawValue
        guard let policy = PushPolicy(patterns: patterns) else {
            throw CommandFailure(
                .usage,
                "\(place): '\(patterns.joined(separator: ","))' does not name branches",
                hint: "a branch's name without refs/heads/, or a beginning such as agent/*"
            )
        }
        return policy
    }

    /// The folders that `git_allow` names; none may hold the data directory, where other tenants' repositories are.
    func localRepositories(besides dataDirectory: String) throws -> LocalRepositoryFolders {
        let place = found(.gitAllow)?.place ?? ServeKey.gitAllow.rawValue
        let words = list(.gitAllow).map { $0.hasPrefix("file://") ? String($0.dropFirst("file://".count)) : $0 }
        if words.contains("file") {
            throw CommandFailure(
                .usage,
                "\(place): 'file' would open every repository of this machine to every tenant",
                hint: "name the folders that hold them: git_allow: /srv/git, or /srv/git/{tenant} for one each"
            )
        }
        if let unknown = words.first(where: { !Self.isFolder($0) }) {
            throw CommandFailure(
                .usage,
                "\(place): '\(unknown)' is no absolute path of a folder; other repositories are reached over https and "
                    + "http",
                hint:
                    "hosts that are reached over ssh are named by git_ssh"
            )
        }
        let folders = LocalRepositoryFolders(words)
        if let folder = folders.overlap(with: dataDirectory) {
            throw CommandFailure(
                .usage,
                "\(place): '\(folder)' and the data directory \(dataDirectory) are one inside the other",
                hint: "name the folder of the repositories alone"
            )
        }
        return folders
    }

    /// The hosts that `git_ssh` names, in lower case, without port 22.
    func sshHosts() throws -> [String] {
        let place = found(.gitSSH)?.place ?? ServeKey.gitSSH.rawValue
        return try list(.gitSSH).map { word in
            guard let host = GitHost.normalisedSSH(word) else {
                throw CommandFailure(
                    .usage,
                    "\(place): '\(word)' is no host",
                    hint: "git.example.com, or git.example.com:2222 where the port is not 22"
                )
            }
            return host
        }
    }

    /// The hosts and ports that `webhook_private_hosts` names.
    func webhookPrivateHosts() throws -> Set<EgressRule> {
        let place = found(.webhookPrivateHosts)?.place ?? ServeKey.webhookPrivateHosts.rawValue
        return Set(
            try list(.webhookPrivateHosts).map { word in
                guard let rule = EgressRule(word) else {
                    throw CommandFailure(
                        .usage,
                        "\(place): '\(word)' is no host and port",
                        hint: "hooks.lan:8443, or 127.0.0.1:8080"
                    )
                }
                return rule
            }
        )
    }

    /// A file that has to be there.
    func readableFile(_ key: ServeKey) throws -> String? {
        guard let (path, place) = found(key) else { return nil }
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
        let isFolder = type == .typeDirectory
        guard !isFolder, FileManager.default.isReadableFile(atPath: path) else {
            throw CommandFailure(
                .usage,
                isFolder ? "\(place): '\(path)' is a folder" : "\(place): the file '\(path)' cannot be read",
                hint: "name another, or leave it out"
            )
        }
        return path
    }

    private static func isFolder(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return path.hasPrefix("/") && !parts.contains(".") && !parts.contains("..")
    }
}
