internal import OutpostCore

extension ServeSettingsReader {
    /// Words separated by commas.
    func list(_ key: ServeKey) -> [String] {
        (text(key) ?? "").split(separator: ",").map { String($0.trimming(while: \.isWhitespace)) }
    }

    /// Branches, exact or a beginning before `/*`.
    func pushPolicy(_ key: ServeKey) throws -> PushPolicy {
        let patterns = list(key)
        guard let policy = PushPolicy(patterns: patterns) else {
            throw CommandFailure(
                .usage,
                "\(key.rawValue): '\(patterns.joined(separator: ","))' does not name branches",
                hint: "a branch's name, or a beginning such as agent/*"
            )
        }
        return policy
    }

    /// Whether `git_allow` names `file`, the only transport that it can add to http and https.
    func allowsFileRepositories() throws -> Bool {
        let words = list(.gitAllow)
        guard let unknown = words.first(where: { $0 != "file" }) else { return !words.isEmpty }
        throw CommandFailure(
            .usage,
            "git_allow: '\(unknown)' is not served; repositories are reached over https, http and, when named, file",
            hint: "for a server that has ssh only, offer it over https, or name a mirror on this machine with file"
        )
    }
}

extension Substring {
    fileprivate func trimming(while isLeft: (Character) -> Bool) -> Substring {
        var text = drop(while: isLeft)
        while let last = text.last, isLeft(last) { text.removeLast() }
        return text
    }
}
