internal import OutpostCore

/// Decides which server a command talks to.
struct ConnectionChoice {
    /// `--profile`.
    var profile: String?
    /// `--tenant`.
    var tenant: String?
    /// `--data-dir`.
    var dataDirectory: String?
    let environment: [String: String]
    let isRoot: Bool

    /// By the flags, then `OUTPOST_API_URL`, `OUTPOST_PROFILE`, the profile of the last login, and the data directory.
    ///
    /// - Parameter profiles: gives what is kept of logins, where it is needed.
    /// - Returns: where the server is.
    /// - Throws: ``CommandFailure``.
    func address(_ profiles: () throws -> Profiles) throws -> ServerAddress {
        if let profile { return try Self.address(named: profile, in: try profiles()) }
        if dataDirectory != nil || tenant != nil { return local }
        if let url = variable("OUTPOST_API_URL") {
            guard let key = variable("OUTPOST_API_KEY") else {
                throw CommandFailure(
                    .usage,
                    "OUTPOST_API_URL names a server, and OUTPOST_API_KEY no key for it",
                    hint: "export OUTPOST_API_KEY=…, or keep both: outpost login \(url)"
                )
            }
            return .remote(url: try Self.url(url), key: key)
        }
        let profiles = try profiles()
        if let name = variable("OUTPOST_PROFILE") ?? profiles.current {
            return try Self.address(named: name, in: profiles)
        }
        return local
    }

    private var local: ServerAddress {
        let directory = DataDirectoryLocation.resolve(named: dataDirectory, environment: environment, isRoot: isRoot)
        return .local(dataDirectory: directory, tenant: tenant)
    }

    private static func address(named name: String, in profiles: Profiles) throws -> ServerAddress {
        guard let profile = profiles.profiles[name] else {
            throw CommandFailure(
                .usage,
                "there is no profile '\(name)'"
                    + EditDistance.suggestion(for: name, among: Array(profiles.profiles.keys)),
                hint:
                    "outpost login URL --profile \(ShellWord.quoted(name)) makes it; outpost login --list shows what there is"
            )
        }
        return .remote(url: try url(profile.url), key: profile.key)
    }

    /// An address as it is used: http or https, with a host, without a slash at its end.
    ///
    /// - Throws: ``CommandFailure``.
    static func url(_ text: String) throws -> String {
        let url = UpstreamURL.normalised(text)
        guard UpstreamURL.isValid(url) else {
            throw CommandFailure(
                .usage,
                "'\(text)' is not the address of a server",
                hint: "such as https://outpost.example.com or http://127.0.0.1:3000"
            )
        }
        return url
    }

    private func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
}
