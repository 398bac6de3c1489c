internal import ArgumentParser

/// Lists the tenants: `outpost tenants list`.
struct TenantsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the tenants.",
        discussion: "EXAMPLE\n  outpost tenants list --json"
    )

    @OptionGroup var output: TenantOutput

    func run() async throws {
        try output.print(try await output.admin.client.call { try await $0.tenants() })
    }
}

/// Shows one tenant: `outpost tenants show`.
struct TenantsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a tenant and its limits.",
        discussion: "EXAMPLE\n  outpost tenants show acme"
    )

    @Argument(help: "The tenant's name or id.")
    var tenant: String

    @OptionGroup var output: TenantOutput

    func run() async throws {
        try output.print(try await output.admin.client.call { try await $0.tenant(tenant) })
    }
}
