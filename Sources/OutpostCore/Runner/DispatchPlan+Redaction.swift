extension DispatchPlan {
    /// What a git credential is called in a mark.
    static let gitCredentialName = "GIT_CREDENTIAL"

    /// What the dispatch's output must not show.
    ///
    /// The model's and the repository's credentials stay on this side of the door, but a server may repeat them in its
    /// answers.
    var patterns: SecretPatterns {
        var known = (secrets.merging(heldSecrets) { own, _ in own }).sorted { $0.key < $1.key }
            .map { (name: $0.key, value: $0.value) }
        if let credential = model?.credential {
            known.append((manifest.model?.authSecret ?? "MODEL_KEY", credential))
        }
        if case .remote(_, let access) = repository, let credential = access.credential {
            known.append((Self.gitCredentialName, credential.password))
        }
        return SecretPatterns(known)
    }
}
