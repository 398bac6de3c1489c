/// What an operator says of the hosts that containers may reach: for all tenants, or for one.
///
/// A tenant's own words come before those for all of the same pattern; what neither mentions is as the presets have it.
/// What is closed is closed, whatever else allows it.
package struct EgressPolicy: Sendable, Hashable, Codable {
    /// Lines that one policy may hold.
    package static let maximumHosts = 1000

    /// What is said of a pattern.
    package enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        /// Public addresses may be reached.
        case allow
        /// So may private, shared and loopback ones; for a single host only.
        case allowPrivate = "allow_private"
        /// Nothing is reached, whatever else allows it.
        case deny
    }

    /// How far containers reach; nil says nothing.
    package var mode: EgressMode?
    /// Presets that are switched on or off.
    package var presets: [String: Bool]
    /// Verdicts by pattern, as ``EgressPattern`` prints it.
    package var hosts: [String: Verdict]

    package init(mode: EgressMode? = nil, presets: [String: Bool] = [:], hosts: [String: Verdict] = [:]) {
        self.mode = mode
        self.presets = presets
        self.hosts = hosts
    }

    /// The policy that holds where another one is said more closely.
    package func overlaid(with closer: EgressPolicy) -> EgressPolicy {
        EgressPolicy(
            mode: closer.mode ?? mode,
            presets: presets.merging(closer.presets) { $1 },
            hosts: hosts.merging(closer.hosts) { $1 }
        )
    }

    /// Presets that are on, by name.
    package func enabledPresets(of known: EgressPresets) -> [String] {
        known.presets.filter { presets[$0.name] ?? $0.isDefault }.map(\.name).sorted()
    }

    /// What it means for one dispatch.
    ///
    /// - Parameters:
    ///   - known: what the names of presets mean; a name that means nothing any more opens nothing.
    ///   - manifest: hosts of the agent itself.
    ///   - requested: a narrower mode that the request asks for.
    ///   - direct: hosts in place of a model's route, which stay open where the request narrows; a private one needs its
    ///     line all the same, and what the policy closes is closed.
    /// - Returns: what the dispatch's door lets through.
    package func access(
        presets known: EgressPresets,
        manifest: [EgressRule] = [],
        requested: EgressMode? = nil,
        direct: [EgressRule] = []
    ) -> EgressAccess {
        guard self.mode != EgressMode.none else { return .closed }
        let mode = (mode ?? .policy).narrowed(to: requested)
        guard mode != .none else { return narrowest(direct) }
        let enabled = Set(enabledPresets(of: known))
        var access = EgressAccess(mode: mode, allowed: (manifest + direct).map(EgressPattern.init))
        access.allowed += known.presets.filter { enabled.contains($0.name) }.flatMap(\.hosts)
        for (text, verdict) in hosts.sorted(by: { $0.key < $1.key }) {
            guard let pattern = EgressPattern(text) else { continue }
            switch verdict {
            case .allow: access.allowed.append(pattern)
            case .allowPrivate: access.privateHosts.insert(pattern.rule)
            case .deny: access.denied.append(pattern)
            }
        }
        return access
    }

    /// These hosts alone, as far as the lines about them leave them open.
    private func narrowest(_ rules: [EgressRule]) -> EgressAccess {
        guard !rules.isEmpty else { return .closed }
        var policy = self
        policy.mode = .policy
        var access = policy.access(presets: EgressPresets())
        access.allowed = rules.map(EgressPattern.init)
        access.privateHosts.formIntersection(rules)
        return access
    }
}
