extension DispatchPlan {
    /// What a git credential is called in a mark.
    static let gitCredentialName = "GIT_CREDENTIAL"

    /// What the dispatch's output must not show.
    ///
    /// The model's and the repository's credentials stay on this side of the door, but a server may repeat them in its
    /// answers.
    var patterns: SecretPatterns {
        var values = secrets.mapValues { [$0] }.merging(heldSecrets) { $0 + $1 }
        values.merge((direct?.values ?? [:]).mapValues { [$0] }) { $0 + $1 }
        // Whoever prints a file of logins prints its parts, one at a time.
        values = values.mapValues { $0 + $0.flatMap(LoginFile.tokens) }
        var known = values.sorted { $0.key < $1.key }.flatMap { name, values in values.map { (name: name, value: $0) } }
        if let credential = model?.credential {
            known.append((manifest.model?.authSecret ?? "MODEL_KEY", credential))
        }
        if case .remote(_, let access) = repository, let credential = access.credential {
            known.append((Self.gitCredentialName, credential.secret))
        }
        return SecretPatterns(known)
    }
}
