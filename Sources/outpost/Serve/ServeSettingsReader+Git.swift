internal import OutpostCore

extension ServeSettingsReader {
    /// Words separated by commas.
    func list(_ key: ServeKey) -> [String] {
        (text(key) ?? "").split(separator: ",").map { String($0.trimming(while: \.isWhitespace)) }
    }

    /// Branches, exact or a beginning before `/*`.
    func pushPolicy(_ key: ServeKey) throws -> PushPolicy {
        let patterns = list(key)
        let place = found(key)?.place ?? key.rawValue
        guard let policy = PushPolicy(patterns: patterns) else {
            throw CommandFailure(
                .usage,
                "\(place): '\(patterns.joined(separator: ","))' does not name branches",
                hint: "a branch's name, or a beginning such as agent/*"
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
                    "for a server that has ssh only, offer it over https, or name the folder of a mirror on this machine"
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

    private static func isFolder(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return path.hasPrefix("/") && !parts.contains(".") && !parts.contains("..")
    }
}

extension Substring {
    fileprivate func trimming(while isLeft: (Character) -> Bool) -> Substring {
        var text = drop(while: isLeft)
        while let last = text.last, isLeft(last) { text.removeLast() }
        return text
    }
}
