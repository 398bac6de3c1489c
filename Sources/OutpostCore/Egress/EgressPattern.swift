/// The hosts that one line of a policy means: `host:port`, or `*.example.com:port` for every name below a domain.
package struct EgressPattern: Sendable, Hashable, CustomStringConvertible {
    /// The host, or the domain that the names are below.
    package let rule: EgressRule
    /// Whether names below the host are meant, at any depth, rather than the host itself.
    package let isWildcard: Bool

    /// Means exactly one host.
    package init(_ rule: EgressRule) {
        self.rule = rule
        isWildcard = false
    }

    /// Reads a pattern; nil when it is none.
    ///
    /// A wildcard stands first and alone, above a domain of two labels or more: `*.com` would be the Internet.
    package init?(_ text: String) {
        isWildcard = text.hasPrefix("*.")
        guard let rule = EgressRule(isWildcard ? String(text.dropFirst(2)) : text) else { return nil }
        if isWildcard, rule.isLiteral || !rule.host.contains(".") { return nil }
        self.rule = rule
    }

    /// Whether the host and the port are meant.
    package func matches(_ asked: EgressRule) -> Bool {
        guard isWildcard else { return asked == rule }
        return asked.port == rule.port && asked.host.hasSuffix("." + rule.host)
    }

    package var description: String { isWildcard ? "*.\(rule)" : "\(rule)" }
}
