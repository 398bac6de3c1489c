internal import OutpostAPI

/// The administration of tenants and keys, wherever it is done.
protocol AdminBackend: Sendable {
    func createTenant(_ body: CreateTenantBody) async throws -> TenantBody
    /// All tenants, by name.
    func tenants() async throws -> [TenantBody]
    func tenant(_ idOrName: String) async throws -> TenantBody
    func updateTenant(_ idOrName: String, _ body: UpdateTenantBody) async throws -> TenantBody
    func createKey(_ body: CreateKeyBody) async throws -> CreatedKeyBody
    /// A tenant's keys, the newest first, or everybody's.
    func keys(tenant: String?) async throws -> [KeyBody]
    func revokeKey(_ idOrPrefix: String) async throws -> KeyBody
}
