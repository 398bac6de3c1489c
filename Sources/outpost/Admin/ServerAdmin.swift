internal import OutpostAPI

/// The administration by the server that works in the data directory, or that has an admin key of the operator's.
struct ServerAdmin: AdminBackend {
    let connection: ServerConnection

    func createTenant(_ body: CreateTenantBody) async throws -> TenantBody {
        try await send("POST", "/admin/tenants", body, as: TenantResponse.self).tenant
    }

    func tenants() async throws -> [TenantBody] {
        try await send("GET", "/admin/tenants", as: ListBody<TenantBody>.self).items
    }

    func tenant(_ idOrName: String) async throws -> TenantBody {
        try await send("GET", "/admin/tenants/" + Self.escaped(idOrName), as: TenantResponse.self).tenant
    }

    func updateTenant(_ idOrName: String, _ body: UpdateTenantBody) async throws -> TenantBody {
        try await send("PATCH", "/admin/tenants/" + Self.escaped(idOrName), body, as: TenantResponse.self).tenant
    }

    func createKey(_ body: CreateKeyBody) async throws -> CreatedKeyBody {
        try await send("POST", "/admin/keys", body, as: CreatedKeyBody.self)
    }

    func keys(tenant: String?) async throws -> [KeyBody] {
        let query = tenant.map { "?tenant=" + Self.escaped($0) } ?? ""
        return try await send("GET", "/admin/keys" + query, as: ListBody<KeyBody>.self).items
    }

    func revokeKey(_ idOrPrefix: String) async throws -> KeyBody {
        try await send("DELETE", "/admin/keys/" + Self.escaped(idOrPrefix), as: KeyResponse.self).key
    }

    func collect(_ body: CollectBody) async throws -> CollectionBody {
        try await send("POST", "/admin/gc", body, as: CollectionBody.self, deadline: Self.collectionDeadline)
    }

    /// Many files may go meanwhile.
    private static let collectionDeadline = Duration.seconds(3600)

    func rotateKey(_ idOrPrefix: String, _ body: RotateKeyBody) async throws -> RotatedKeyBody {
        let target = "/admin/keys/\(Self.escaped(idOrPrefix))/rotate"
        return try await send("POST", target, body, as: RotatedKeyBody.self)
    }

    func send<Answer: Codable & Sendable>(
        _ method: String,
        _ target: String,
        _ body: (any Encodable & Sendable)? = nil,
        as type: Answer.Type,
        deadline: Duration = ServerConnection.deadline
    ) async throws -> Answer {
        try await connection.answer(method, target, body, deadline: deadline, as: type)
    }

    static func escaped(_ text: String) -> String { ServerConnection.escaped(text) }
}
