internal import ArgumentParser
internal import OutpostAPI

/// Makes a tenant: `outpost tenants create`.
struct TenantsCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Makes a tenant.",
        discussion: "EXAMPLE\n  outpost tenants create acme --tier starter"
    )

    @Argument(help: "A name for it, unique.")
    var name: String

    @Option(name: .long, help: "Its size class, which decides its limits: free, starter, pro or enterprise.")
    var tier = "pro"

    @OptionGroup var output: TenantOutput

    func run() async throws {
        let body = CreateTenantBody(name: name, tier: tier)
        try output.print(try await output.admin.client.call(creates: true) { try await $0.createTenant(body) })
    }
}
