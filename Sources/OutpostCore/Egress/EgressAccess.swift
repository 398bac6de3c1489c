/// What one door lets through to other hosts: a policy, put together for one dispatch.
package struct EgressAccess: Sendable, Hashable {
    /// How far it reaches.
    package var mode: EgressMode
    /// Hosts that may be reached.
    package var allowed: [EgressPattern]
    /// Hosts that may not, whatever else says so.
    package var denied: [EgressPattern]
    /// Hosts that may be reached although they have private, shared or loopback addresses, and are reached directly.
    ///
    /// Link-local addresses (cloud metadata among them) and multicast are refused all the same.
    package var privateHosts: Set<EgressRule>

    package init(
        mode: EgressMode = .policy,
        allowed: [EgressPattern] = [],
        denied: [EgressPattern] = [],
        privateHosts: Set<EgressRule> = []
    ) {
        self.mode = mode
        self.allowed = allowed
        self.denied = denied
        self.privateHosts = privateHosts
    }

    /// Lets through exactly these public hosts.
    package init(_ rules: [EgressRule]) {
        self.init(allowed: rules.map(EgressPattern.init))
    }

    /// Lets nothing through.
    package static let closed = EgressAccess(mode: .none)

    /// Whether there is nothing that could be reached.
    package var isClosed: Bool {
        switch mode {
        case .none: true
        case .policy: allowed.isEmpty && privateHosts.isEmpty
        case .learn, .internet: false
        }
    }

    /// Why a host may not be reached, before its address is known; nil when it may.
    package func refusal(of rule: EgressRule) -> EgressRefusal? {
        if mode == .none { return .noEgress }
        if denied.contains(where: { $0.matches(rule) }) { return .denied }
        if privateHosts.contains(rule) || allowed.contains(where: { $0.matches(rule) }) { return nil }
        guard mode.isWeaker else { return .notListed }
        // A literal address would be the way around everything that is said by name.
        return rule.isLiteral ? .literalAddress : nil
    }
}

/// Why a host was not reached.
package enum EgressRefusal: String, Sendable, Hashable, Codable, CaseIterable {
    /// The dispatch may reach nothing but its model and its repository.
    case noEgress = "no_egress"
    /// The policy does not name it.
    case notListed = "not_listed"
    /// The policy names it as closed.
    case denied
    /// It was asked for by its address, which only a line of the policy allows.
    case literalAddress = "literal_address"
    /// It has an address in a private network, or of the server's own host.
    case privateAddress = "private_address"
    /// It has an address that nobody can open: link-local (cloud metadata), multicast, reserved.
    case closedAddress = "closed_address"
}

/// What became of one wish of a container to reach a host.
package struct EgressDecision: Sendable, Hashable {
    /// The host and the port.
    package let rule: EgressRule
    /// What became of it.
    package let result: Result

    /// The ways that it can go.
    package enum Result: Sendable, Hashable {
        /// A connection was made.
        case reached
        /// It might have been reached, but did not answer.
        case failed
        /// It may not be reached.
        case refused(EgressRefusal)
    }

    package init(_ rule: EgressRule, _ result: Result) {
        self.rule = rule
        self.result = result
    }
}
