/// The egress policy that holds for a tenant, or for all of which nothing else is said.
package struct EgressPolicyBody: Codable, Sendable, Hashable {
    /// `none`, `policy`, `learn` or `internet`.
    package var mode: String
    /// Presets that are on.
    package var presets: [String]
    /// Hosts that may be reached besides those of presets and agents.
    package var allow: [String]
    /// Hosts that may be reached although they have private addresses.
    package var allowPrivate: [String]
    /// Hosts that are closed, whatever else allows them.
    package var deny: [String]

    package init(mode: String, presets: [String], allow: [String], allowPrivate: [String], deny: [String]) {
        self.mode = mode
        self.presets = presets
        self.allow = allow
        self.allowPrivate = allowPrivate
        self.deny = deny
    }
}

/// A policy, as the answer to a request about it.
package struct EgressPolicyResponse: Codable, Sendable, Hashable {
    /// The policy.
    package var egress: EgressPolicyBody

    package init(egress: EgressPolicyBody) {
        self.egress = egress
    }
}

/// `PATCH /admin/egress`, and the same for a tenant; what is absent stays.
package struct ChangeEgressBody: Codable, Sendable, Hashable {
    /// A mode's word, or `inherit`.
    package var mode: String?
    /// Patterns to allow.
    package var allow: [String]?
    /// Hosts to allow with private addresses.
    package var allowPrivate: [String]?
    /// Patterns to close.
    package var deny: [String]?
    /// Patterns and presets of which nothing is to be said any more.
    package var forget: [String]?
    /// Presets to switch on.
    package var enable: [String]?
    /// Presets to switch off.
    package var disable: [String]?

    package init(mode: String? = nil) {
        self.mode = mode
    }
}

/// A named group of hosts.
package struct EgressPresetBody: Codable, Sendable, Hashable {
    /// Its name.
    package var name: String
    /// One line for lists.
    package var summary: String
    /// Whether it is on where no policy says otherwise.
    package var `default`: Bool
    /// Its hosts.
    package var hosts: [String]

    package init(name: String, summary: String, isDefault: Bool, hosts: [String]) {
        self.name = name
        self.summary = summary
        self.default = isDefault
        self.hosts = hosts
    }
}
