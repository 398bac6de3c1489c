package import OutpostAPI
package import OutpostCore

extension EgressPolicyBody {
    /// A policy as it stands on the wire.
    package init(_ policy: EgressPolicy, presets: EgressPresets) {
        func hosts(_ verdict: EgressPolicy.Verdict) -> [String] {
            policy.hosts.filter { $0.value == verdict }.map(\.key).sorted()
        }
        self.init(
            mode: (policy.mode ?? .policy).rawValue,
            presets: policy.enabledPresets(of: presets),
            allow: hosts(.allow),
            allowPrivate: hosts(.allowPrivate),
            deny: hosts(.deny)
        )
    }
}

extension EgressPresetBody {
    /// A preset as it stands on the wire.
    package init(_ preset: EgressPresets.Preset) {
        self.init(
            name: preset.name,
            summary: preset.summary,
            isDefault: preset.isDefault,
            hosts: preset.hosts.map(\.description)
        )
    }
}

extension EgressChange {
    /// A change as it came over the wire.
    package init(_ body: ChangeEgressBody) {
        self.init(
            mode: body.mode,
            allow: body.allow ?? [],
            allowPrivate: body.allowPrivate ?? [],
            deny: body.deny ?? [],
            forget: body.forget ?? [],
            enable: body.enable ?? [],
            disable: body.disable ?? []
        )
    }
}

extension EgressReportBody {
    init(_ report: EgressReport) {
        self.init(
            mode: report.mode.rawValue,
            weaker: report.weaker,
            hosts: report.hosts.map { host in
                Host(
                    host: host.host,
                    allowed: host.allowed,
                    refused: host.refused,
                    failed: host.failed,
                    reason: host.reason?.rawValue,
                    allowWith: host.allowWith
                )
            },
            others: report.others,
            partial: report.partial,
            proposal: report.proposal
        )
    }
}
