/// What a search of commits came to.
package enum CommitSearch: Sendable, Hashable {
    /// The names of the secrets and shapes in them, sorted; empty without any.
    case found([String])
    /// They could not be looked through; why, as half a sentence.
    case impossible(String)
}
