internal import ArgumentParser
internal import Foundation
internal import OutpostAPI

/// The commands about what containers may reach: `outpost egress`.
struct EgressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "egress",
        abstract: "Says which hosts agents may reach besides their model and their repository.",
        discussion: """
            Without --tenant it is said for all tenants; a tenant's own words come before.
            A change holds for dispatches that start afterwards. What a dispatch asked for,
            and what opens it, stands in its summary.

            MODES
              none      nothing but the model and the repository
              policy    the hosts of the policy (default)
              learn     every public host; what was reached becomes a proposal.
                        Weaker: code can be sent anywhere
              internet  every public host. Weaker, likewise

            EXAMPLES
              outpost egress allow registry.example.com:443 --tenant acme
              outpost egress allow --preset github
              outpost egress allow --private gitea.lan:3000
              outpost egress mode learn --tenant acme
            """,
        subcommands: [
            EgressShowCommand.self, EgressAllowCommand.self, EgressDenyCommand.self, EgressForgetCommand.self,
            EgressModeCommand.self, EgressPresetsCommand.self,
        ],
        defaultSubcommand: EgressShowCommand.self
    )
}

/// Whose policy a command is about, and how its answer is printed.
struct EgressTarget: ParsableArguments {
    @Option(name: .long, help: "The tenant's name or id. Default: all tenants.")
    var tenant: String?

    @OptionGroup var admin: AdminOptions

    func print(_ policy: EgressPolicyBody) throws {
        if admin.json { return try admin.printJSON(policy) }
        let console = Console()
        let note = policy.mode == "learn" || policy.mode == "internet" ? "  (weaker: every public host is open)" : ""
        console.print("mode           \(policy.mode)\(note)")
        for (name, values) in [
            ("presets", policy.presets), ("allow", policy.allow), ("allow private", policy.allowPrivate),
            ("deny", policy.deny),
        ] where !values.isEmpty {
            console.print(name.padding(toLength: 15, withPad: " ", startingAt: 0) + values.joined(separator: " "))
        }
    }
}
