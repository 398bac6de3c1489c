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
