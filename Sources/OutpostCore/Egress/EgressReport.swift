/// Where a dispatch's container wanted to go, and what became of it.
package struct EgressReport: Sendable, Hashable, Codable {
    /// Distinct hosts that are named; further ones are only counted.
    package static let maximumHosts = 100

    /// One host and port.
    package struct Host: Sendable, Hashable, Codable {
        /// `host:port`.
        package var host: String
        /// Connections that were made.
        package var allowed = 0
        /// Attempts that were refused.
        package var refused = 0
        /// Attempts that nobody answered.
        package var failed = 0
        /// Why the last refused one was.
        package var reason: EgressRefusal?
        /// What opens it; nil where nothing was refused, or nothing can open it.
        package var allowWith: String?

        enum CodingKeys: String, CodingKey {
            case host, allowed, refused, failed, reason
            case allowWith = "allow_with"
        }
    }

    /// How far the container could reach.
    package var mode: EgressMode
    /// True when it could reach every public host.
    package var weaker: Bool
    /// In the order of their first attempts.
    package var hosts: [Host]
    /// Attempts to reach hosts beyond those that are named.
    package var others: Int
    /// Whether an earlier process saw a part of the run, whose attempts are not here.
    package var partial: Bool
    /// In learn mode: what makes a policy of the hosts that were reached.
    package var proposal: String?
}

/// Collects decisions, in bounded memory.
package struct EgressLog: Sendable, Hashable {
    private var hosts: [EgressReport.Host] = []
    private var places: [EgressRule: Int] = [:]
    private var others = 0

    package init() {}

    /// Counts one decision.
    package mutating func record(_ decision: EgressDecision, access: EgressAccess, advice: EgressAdvice) {
        guard let place = place(of: decision.rule) else {
            others += 1
            return
        }
        switch decision.result {
        case .reached: hosts[place].allowed += 1
        case .failed: hosts[place].failed += 1
        case .refused(let reason):
            hosts[place].refused += 1
            hosts[place].reason = reason
            hosts[place].allowWith = advice.opening(decision.rule, refused: reason, access: access)
        }
    }

    /// What there is to tell; nil where nothing was asked for and nothing was open beyond a policy.
    package func report(access: EgressAccess, isPartial: Bool, advice: EgressAdvice) -> EgressReport? {
        let mode = access.mode
        guard mode.isWeaker || !hosts.isEmpty else { return nil }
        // What a policy allows already is not said again: a line for a private host would close it.
        var policy = access
        policy.mode = .policy
        let learnt = places.filter { hosts[$0.value].allowed > 0 && policy.refusal(of: $0.key) != nil }
            .sorted { $0.value < $1.value }.map { hosts[$0.value].host }
        return EgressReport(
            mode: mode,
            weaker: mode.isWeaker,
            hosts: hosts,
            others: others,
            partial: isPartial,
            proposal: mode == .learn && !learnt.isEmpty ? advice.allowing(learnt) : nil
        )
    }

    private mutating func place(of rule: EgressRule) -> Int? {
        if let known = places[rule] { return known }
        guard hosts.count < EgressReport.maximumHosts else { return nil }
        hosts.append(EgressReport.Host(host: rule.description))
        places[rule] = hosts.count - 1
        return hosts.count - 1
    }
}
