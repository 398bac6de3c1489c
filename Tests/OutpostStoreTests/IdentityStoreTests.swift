internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@Suite("Tenants in SQLite")
struct IdentityStoreTests {
    private typealias Samples = ControlPlaneSamples

    private let store: SQLiteIdentityStore

    init() throws {
        store = try OutpostDatabase().identities
    }

    @Test("every field of a tenant is read back as it was written, by id and by name", arguments: TenantTier.allCases)
    func roundTrip(tier: TenantTier) async throws {
        var tenant = Samples.tenant("acme", tier: tier)
        tenant.status = .suspended
        tenant.limits.weight = 7
        tenant.limits.resources = Resources(cpuUnits: 100, memoryMiB: 200, pids: 300)
        tenant.runtime = "runsc"
        try await store.insert(tenant)
        #expect(try await store.tenant("acme") == tenant)
        #expect(try await store.tenant(tenant.id) == tenant)
        #expect(try await store.tenant("ACME") == nil)
    }

    @Test("tenants are listed by name")
    func order() async throws {
        for name in ["c", "a", "b"] { try await store.insert(Samples.tenant(name)) }
        #expect(try await store.tenants().map(\.name) == ["a", "b", "c"])
    }

    @Test("a second tenant of the same name is refused")
    func nameTaken() async throws {
        try await store.insert(Samples.tenant("acme"))
        let second = Tenant(id: "other", name: "acme", tier: .free, createdAt: Samples.epoch)
        await #expect(throws: IdentityError.nameTaken("acme")) { try await store.insert(second) }
        #expect(try await store.tenants().count == 1)
    }

    @Test("of racing tenants of one name exactly one is made")
    func race() async throws {
        let made = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask { [store] in
                    let tenant = Tenant(id: "id\(number)", name: "acme", tier: .free, createdAt: Samples.epoch)
                    return (try? await store.insert(tenant)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1)
    }

    @Test("an id comes before a name that looks the same")
    func idFirst() async throws {
        let first = Tenant(id: "x", name: "first", tier: .free, createdAt: Samples.epoch)
        let second = Tenant(id: "y", name: "x", tier: .free, createdAt: Samples.epoch)
        try await store.insert(first)
        try await store.insert(second)
        #expect(try await store.tenant("x") == first)
    }

    @Test("a change of status, tier and limits is kept, and nobody else changes")
    func update() async throws {
        var tenant = Samples.tenant("acme")
        let other = Samples.tenant("other")
        try await store.insert(tenant)
        try await store.insert(other)
        tenant.apply(TenantChange(status: .suspended, tier: .enterprise, limits: LimitsChange(queued: 3)))
        try await store.update(tenant)
        #expect(try await store.tenant("acme") == tenant)
        #expect(try await store.tenant("other") == other)
    }

    @Test("a tenant that is not there cannot be changed")
    func updateUnknown() async throws {
        await #expect(throws: IdentityError.unknownTenant("id-of-acme")) {
            try await store.update(Samples.tenant("acme"))
        }
    }

    @Test("tenants and keys are there after the database was opened anew, dispatches beside them")
    func durable() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/outpost.sqlite"
            let tenant = Samples.tenant("acme")
            let key = Samples.key("k", tenant: tenant.id, secret: "otp_1")
            let dispatch = try Samples.dispatch(1, tenant: tenant.id)
            let database = try OutpostDatabase(path: path)
            try await database.identities.insert(tenant)
            try await database.identities.insert(key)
            try await database.dispatches.insert(dispatch)
            let reopened = try OutpostDatabase(path: path)
            #expect(try await reopened.identities.tenants() == [tenant])
            #expect(try await reopened.identities.keys(tenant: nil) == [key])
            #expect(try await reopened.dispatches.dispatch(dispatch.id) == dispatch)
        }
    }
}
