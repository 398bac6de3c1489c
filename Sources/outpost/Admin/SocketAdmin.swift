internal import CurlHTTP
internal import Foundation
internal import OutpostAPI

/// The administration through the socket of the server that works in the data directory.
///
/// There is no key: the socket's permissions say who may.
struct SocketAdmin: AdminBackend {
    let path: String
    let curl: CurlClient

    static let deadline = Duration.seconds(30)

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
        deadline: Duration = deadline
    ) async throws -> Answer {
        let payload = try body.map { CurlRequest.Body.bytes(Array(try APICoding.encode($0))) }
        let request = CurlRequest(
            method: method,
            url: "http://localhost" + target,
            unixSocketPath: path,
            headers: payload == nil ? [:] : ["Content-Type": "application/json"],
            body: payload ?? .none,
            deadline: deadline,
            connection: .fresh
        )
        let response = try await curl.collect(request)
        let data = Data(response.body)
        guard (200..<300).contains(response.status) else {
            guard let failure = try? APICoding.decode(ErrorEnvelope.self, from: data) else {
                throw CommandFailure(.infrastructure, "the server answered \(response.status) to \(method) \(target)")
            }
            throw CommandFailure(failure.error)
        }
        return try APICoding.decode(Envelope<Answer>.self, from: data).data
    }

    /// One segment of a path, or one value of a query.
    static func escaped(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        )
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
