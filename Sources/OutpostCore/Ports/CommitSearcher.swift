/// Looks for secrets in the commits that an agent made, which are packed as no plain text is.
package protocol CommitSearcher: Sendable {
    /// Looks through every object of a bundle: files, names, messages and authors, in all commits.
    ///
    /// Whoever wrote the bundle is not trusted: the search is bounded in time, memory and bytes.
    ///
    /// - Parameters:
    ///   - bundle: its path.
    ///   - patterns: what is looked for.
    /// - Returns: what was found, or why nothing can be said.
    func search(bundle: String, for patterns: SecretPatterns) async -> CommitSearch
}

/// What a search of commits came to.
package enum CommitSearch: Sendable, Hashable {
    /// The names of the secrets and shapes in them, sorted; empty without any.
    case found([String])
    /// They could not be looked through; why, as half a sentence.
    case impossible(String)
}
