/// A change of an egress policy, as it came over the wire.
package struct EgressChange: Sendable, Hashable {
    /// A mode's word, or ``inherited``; nil leaves it.
    package var mode: String?
    /// Patterns to allow.
    package var allow: [String]
    /// Hosts to allow with private addresses.
    package var allowPrivate: [String]
    /// Patterns to close.
    package var deny: [String]
    /// Patterns and presets of which nothing is to be said any more.
    package var forget: [String]
    /// Presets to switch on.
    package var enable: [String]
    /// Presets to switch off.
    package var disable: [String]

    /// The word that takes a mode back, so that what is said for all, or the default, holds.
    package static let inherited = "inherit"

    package init(
        mode: String? = nil,
        allow: [String] = [],
        allowPrivate: [String] = [],
        deny: [String] = [],
        forget: [String] = [],
        enable: [String] = [],
        disable: [String] = []
    ) {
        self.mode = mode
        self.allow = allow
        self.allowPrivate = allowPrivate
        self.deny = deny
        self.forget = forget
        self.enable = enable
        self.disable = disable
    }

    /// One line for the audit trail; at most 400 characters.
    var summary: String {
        let parts = [
            ("mode", mode.map { [$0] } ?? []), ("allow", allow), ("allow private", allowPrivate), ("deny", deny),
            ("forget", forget), ("enable", enable), ("disable", disable),
        ]
        let text = parts.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: " "))" }
            .joined(separator: "; ")
        return text.count <= 400 ? text : text.prefix(399) + "…"
    }

    /// Checks every word, and makes an edit of them.
    ///
    /// - Throws: ``InvalidAdministration``.
    func checked(
        _ presets: EgressPresets
    ) throws(InvalidAdministration) -> @Sendable (inout EgressPolicy) throws -> Void {
        var check = AdministrationCheck()
        let mode = mode.flatMap { $0 == Self.inherited ? nil : check.word($0, "mode", as: EgressMode.self) }
        let allowed = Self.patterns(allow, "allow", &check)
        let local = Self.patterns(allowPrivate, "allowPrivate", &check)
        for pattern in local where pattern.isWildcard {
            check.refuse("allowPrivate", "'\(pattern)' is no single host; a wildcard is never private")
        }
        let denied = Self.patterns(deny, "deny", &check)
        for name in forget where EgressPattern(name) == nil && !AgentManifest.isName(name) {
            check.refuse("forget", "'\(name.prefix(300))' is neither host:port nor a preset's name")
        }
        let names = Set(presets.presets.map(\.name))
        for (field, list) in [("enable", enable), ("disable", disable)] {
            for name in list where !names.contains(name) {
                let known = names.sorted().joined(separator: ", ")
                check.refuse(field, "'\(name.prefix(64))' is no preset; there are \(known)")
            }
        }
        try check.finish()
        let (changesMode, forget, enable, disable) = (self.mode != nil, forget, enable, disable)
        return { policy in
            if changesMode { policy.mode = mode }
            for name in forget {
                policy.presets[name] = nil
                policy.hosts[EgressPattern(name)?.description ?? name] = nil
            }
            for name in enable { policy.presets[name] = true }
            for name in disable { policy.presets[name] = false }
            for (patterns, verdict) in [(allowed, EgressPolicy.Verdict.allow), (local, .allowPrivate), (denied, .deny)]
            {
                for pattern in patterns { policy.hosts[pattern.description] = verdict }
            }
            guard policy.hosts.count <= EgressPolicy.maximumHosts else {
                let limit = "a policy holds at most \(EgressPolicy.maximumHosts) hosts; forget some first"
                throw InvalidAdministration(problems: [.init(field: "allow", message: limit)])
            }
        }
    }

    private static func patterns(
        _ texts: [String],
        _ field: String,
        _ check: inout AdministrationCheck
    ) -> [EgressPattern] {
        texts.compactMap { text in
            if let pattern = EgressPattern(text) { return pattern }
            check.refuse(field, "'\(text.prefix(300))' is neither host:port nor *.example.com:port")
            return nil
        }
    }
}
