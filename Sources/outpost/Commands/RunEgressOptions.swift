internal import ArgumentParser
internal import OutpostCore

/// Which hosts the agent of a run may reach besides its model and its repository.
struct RunEgressOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How far the agent may reach: none, policy, learn (every public host, and a proposal at the end) or"
                + " internet. Default: policy, which is --allow and the presets that are on.",
            valueName: "mode"
        )
    )
    var egress = EgressMode.policy

    @Option(
        name: .long,
        help: ArgumentHelp("Let the agent reach this host, or *.example.com:443, as well.", valueName: "host:port")
    )
    var allow: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("The same for a host with a private or loopback address.", valueName: "host:port")
    )
    var allowPrivate: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("Let the agent reach the hosts of a preset: outpost egress presets.", valueName: "name")
    )
    var preset: [String] = []

    /// - Throws: ``CommandFailure`` for what is no host or no preset.
    func policy(_ presets: EgressPresets) throws -> EgressPolicy {
        var policy = EgressPolicy(mode: egress)
        for name in preset {
            guard presets.presets.contains(where: { $0.name == name }) else {
                throw CommandFailure(.usage, "--preset '\(name)' is no preset", hint: "outpost egress presets")
            }
            policy.presets[name] = true
        }
        for text in allow {
            guard let pattern = EgressPattern(text) else {
                throw CommandFailure(.usage, "--allow '\(text)' is neither host:port nor *.example.com:port")
            }
            policy.hosts[pattern.description] = .allow
        }
        for text in allowPrivate {
            guard let rule = EgressRule(text) else {
                throw CommandFailure(.usage, "--allow-private '\(text)' is not host:port")
            }
            policy.hosts[rule.description] = .allowPrivate
        }
        return policy
    }
}

extension EgressMode: ExpressibleByArgument {}
