/// How far a container may reach beyond its model and its repository, the narrowest first.
package enum EgressMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nowhere.
    case none
    /// To the hosts that the policy names; the default.
    case policy
    /// To every public host by its name; what was asked for becomes a proposal for the policy.
    case learn
    /// To every public host by its name.
    case internet

    /// Whether a hostile agent can send what it holds to anybody.
    package var isWeaker: Bool { self == .learn || self == .internet }

    /// The narrower of two modes.
    package func narrowed(to other: EgressMode?) -> EgressMode {
        guard let other, let mine = Self.allCases.firstIndex(of: self), let theirs = Self.allCases.firstIndex(of: other)
        else { return self }
        return theirs < mine ? other : self
    }
}
