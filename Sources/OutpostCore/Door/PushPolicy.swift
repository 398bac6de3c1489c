/// The branches that a container may push.
///
/// A pattern is a branch's name, or a beginning that ends with `*` after a slash: `agent/*` has every branch below
/// `agent/`. Tags, other references and deletions are never pushed.
package struct PushPolicy: Sendable, Hashable {
    private static let heads = "refs/heads/"

    /// The patterns, as they were given.
    package let patterns: [String]

    /// Allows nothing.
    package init() { patterns = [] }

    /// Reads patterns; nil when one of them is none.
    package init?(patterns: [String]) {
        guard patterns.allSatisfy(Self.isPattern) else { return nil }
        self.patterns = patterns
    }

    /// Whether nothing may be pushed.
    package var isEmpty: Bool { patterns.isEmpty }

    /// Whether a reference, by its full name, may be created or moved.
    package func allows(reference: String) -> Bool {
        guard reference.hasPrefix(Self.heads) else { return false }
        let branch = reference.dropFirst(Self.heads.count)
        guard DispatchRequest.isReference(String(branch)) else { return false }
        return patterns.contains { pattern in
            guard pattern.hasSuffix("*") else { return branch == pattern }
            return branch.hasPrefix(pattern.dropLast()) && branch.count > pattern.count - 1
        }
    }

    /// A full reference names no branch: `refs/heads/x` would be the branch `refs/heads/x`, which nobody means.
    private static func isPattern(_ text: String) -> Bool {
        guard !text.hasPrefix("refs/") else { return false }
        guard text.hasSuffix("/*") else { return DispatchRequest.isReference(text) }
        return DispatchRequest.isReference(String(text.dropLast(2)))
    }
}
