internal import Foundation
internal import OutpostCore
internal import Testing

@Suite("The administration of keys")
struct AdminKeyTests {
    private let bench = AdminBench()
    private var service: AdminService { bench.service }

    init() async throws {
        _ = try await bench.service.createTenant(name: "acme", tier: nil, by: "me")
    }

    @Test("a key has upstream's format, the default scopes, no end, and is found by its hash alone")
    func create() async throws {
        let (key, secret) = try await service.createKey(tenant: "acme", by: "me")
        #expect(secret.value.wholeMatch(of: /otp_[0-9a-f]{64}/) != nil)
        #expect(key.prefix == String(secret.value.prefix(12)))
        #expect(key.tenant == "id1")
        #expect(key.name == "default")
        #expect(key.scopes == Scope.defaults)
        #expect(key.createdAt == Samples.epoch)
        #expect(key.expiresAt == nil)
        #expect(try await bench.identities.find(hash: secret.hash)?.key == key)
        #expect(bench.actions.last == "key.create id2 of id1 by me")
    }

    @Test("two keys differ")
    func distinct() async throws {
        let one = try await service.createKey(tenant: "acme", by: "me").secret.value
        let two = try await service.createKey(tenant: "id1", by: "me").secret.value
        #expect(one != two)
    }

    @Test("name, scopes and end are those that were asked for")
    func fields() async throws {
        let end = Samples.epoch + 1
        let (key, _) = try await service.createKey(
            tenant: "acme",
            name: "ci",
            scopes: ["status", "list", "status"],
            expiresAt: end,
            by: "me"
        )
        #expect(key.name == "ci")
        #expect(key.scopes == [.status, .list])
        #expect(key.expiresAt == end)
    }

    @Test(
        "unknown scopes, no scopes at all, an end that is not in the future and a bad name are refused",
        arguments: [
            (["status", "root", "x"], nil, nil, ["scopes.1", "scopes.2"]), ([], nil, nil, ["scopes"]),
            (nil, Samples.epoch, nil, ["expiresAt"]), (nil, Samples.epoch - 1, nil, ["expiresAt"]),
            (nil, nil, "a\u{7}", ["name"]),
            (["Admin"], Samples.epoch, "", ["name", "scopes.0", "expiresAt"]),
        ] as [([String]?, Date?, String?, [String])]
    )
    func refused(scopes: [String]?, end: Date?, name: String?, fields: [String]) async throws {
        let error = await #expect(throws: InvalidAdministration.self) {
            _ = try await service.createKey(tenant: "acme", name: name, scopes: scopes, expiresAt: end, by: "me")
        }
        #expect(error?.problems.map(\.field) == fields)
        #expect(try await service.keys(tenant: nil).isEmpty)
        #expect(bench.actions.count == 1)
    }

    @Test("the operator's tenant is made with its first key, other tenants are not")
    func operatorKey() async throws {
        let (key, _) = try await service.createKey(tenant: "operator", scopes: ["admin"], by: "me")
        let tenant = try await service.tenant(key.tenant)
        #expect(tenant.name == "operator")
        _ = try await service.createKey(tenant: "operator", scopes: ["admin"], by: "me")
        #expect(try await service.keys(tenant: "operator").count == 2)
        #expect(try await service.tenants().map(\.name) == ["acme", "operator"])
        await #expect(throws: IdentityError.unknownTenant("x")) {
            _ = try await service.createKey(tenant: "x", by: "me")
        }
    }

    @Test("keys are listed for one tenant, by name or id, or for all")
    func list() async throws {
        let (key, _) = try await service.createKey(tenant: "acme", by: "me")
        let (other, _) = try await service.createKey(tenant: "operator", by: "me")
        #expect(try await service.keys(tenant: "acme") == [key])
        #expect(try await service.keys(tenant: "id1") == [key])
        #expect(Set(try await service.keys(tenant: nil)) == [key, other])
        await #expect(throws: IdentityError.unknownTenant("x")) { _ = try await service.keys(tenant: "x") }
    }

    @Test("a revoked key is no longer good, and the audit trail says who revoked it")
    func revoke() async throws {
        let (key, secret) = try await service.createKey(tenant: "acme", by: "me")
        #expect(key.status(at: Samples.epoch) == .active)
        let revoked = try await service.revoke(key.prefix, by: "you")
        #expect(revoked.status(at: Samples.epoch) == .revoked)
        #expect(bench.actions.last == "key.revoke id2 of id1 by you")
        let found = try #require(try await bench.identities.find(hash: secret.hash))
        #expect(throws: AuthenticationFailure.revoked) {
            try Principal(key: found.key, tenant: found.tenant, at: Samples.epoch)
        }
        await #expect(throws: IdentityError.unknownKey("x")) { _ = try await service.revoke("x", by: "me") }
    }

    @Test(
        "a key ends at its time, not before",
        arguments: [(-0.001, APIKeyStatus.active), (0, .expired), (1, .expired)]
    )
    func expiry(second: Double, status: APIKeyStatus) async throws {
        let end = Samples.epoch + 60
        let (key, _) = try await service.createKey(tenant: "acme", expiresAt: end, by: "me")
        #expect(key.status(at: end + second) == status)
    }
}
