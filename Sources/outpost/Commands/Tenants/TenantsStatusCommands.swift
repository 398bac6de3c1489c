internal import ArgumentParser
internal import OutpostAPI

/// Suspends a tenant: `outpost tenants suspend`.
struct TenantsSuspendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Refuses all keys of a tenant until it is resumed.",
        discussion: "EXAMPLE\n  outpost tenants suspend acme"
    )

    @Argument(help: "The tenant's name or id.")
    var tenant: String

    @OptionGroup var output: TenantOutput

    func run() async throws {
        let body = UpdateTenantBody(status: "suspended")
        try output.print(try await output.admin.client.call { try await $0.updateTenant(tenant, body) })
    }
}

/// Resumes a tenant: `outpost tenants resume`.
struct TenantsResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Serves a suspended tenant again.",
        discussion: "EXAMPLE\n  outpost tenants resume acme"
    )

    @Argument(help: "The tenant's name or id.")
    var tenant: String

    @OptionGroup var output: TenantOutput

    func run() async throws {
        let body = UpdateTenantBody(status: "active")
        try output.print(try await output.admin.client.call { try await $0.updateTenant(tenant, body) })
    }
}
