internal import ArgumentParser
internal import OutpostAPI

/// Shows the policy: `outpost egress show`.
struct EgressShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows the policy that holds for a tenant, or for all of which nothing else is said.",
        discussion: "EXAMPLE\n  outpost egress show --tenant acme"
    )

    @Flag(name: .shortAndLong, help: "Print the mode only.")
    var quiet = false

    @OptionGroup var target: EgressTarget

    func run() async throws {
        let policy = try await target.admin.client.call { try await $0.egress(tenant: target.tenant) }
        if quiet, !target.admin.json { return Console().print(policy.mode) }
        try target.print(policy)
    }
}
