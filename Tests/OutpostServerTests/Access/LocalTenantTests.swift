internal import HTTPTypes
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("The administration's socket, for a tenant", .timeLimit(.minutes(10)))
struct LocalTenantTests {
    private func with(
        _ bench: Bench,
        _ body: (SocketClient) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await SocketServer.with(bench.server(), at: folder.path + "/admin.sock", body)
        }
    }

    @Test("lists and shows what is that tenant's, by name or id, and nothing else")
    func named() async throws {
        let bench = try await Bench()
        let (alice, bob) = (try bench.dispatch(Bench.alice), try bench.dispatch(Bench.bob))
        try await with(bench) { client in
            for name in ["alice", "%61lice", Bench.alice] {
                let header = "X-Outpost-Tenant: \(name)"
                let list = try await client.send("GET", "/dispatch", headers: [header])
                #expect(list.status == 200)
                #expect(list.text.contains(alice.text))
                #expect(!list.text.contains(bob.text))
                #expect(try await client.send("GET", "/dispatch/\(alice)", headers: [header]).status == 200)
                #expect(try await client.send("GET", "/dispatch/\(bob)", headers: [header]).status == 404)
            }
        }
    }

    @Test("is for the operator's own where none is named, or for the only one that there is")
    func standard() async throws {
        let bench = try await Bench()
        let own = try bench.dispatch(Bench.operatorTenant)
        try await with(bench) { client in
            let list = try await client.send("GET", "/dispatch")
            #expect(list.status == 200)
            #expect(list.text.contains(own.text))
        }
        let only = Tenant(id: Bench.alice, name: "alice", tier: .pro, createdAt: Samples.epoch)
        let (none, one) = (MemoryIdentityStore(), MemoryIdentityStore())
        try await one.insert(only)
        #expect(try await tenants(none).principal(named: nil, reads: true).tenant.name == AdminService.operatorName)
        #expect(try await none.tenants().isEmpty, "reading makes nothing")
        #expect(try await tenants(none).principal(named: nil, reads: false).tenant.name == AdminService.operatorName)
        #expect(try await none.tenants().count == 1)
        #expect(try await tenants(one).principal(named: nil, reads: false).tenant == only)
    }

    @Test("makes no tenant for a reader, and one for a request that changes something")
    func reading() async throws {
        let bench = try await Bench(isNew: true)
        try await with(bench) { client async throws in
            #expect(try await client.send("GET", "/dispatch").status == 200)
            #expect(try await bench.identities.tenants().isEmpty)
            #expect(try await client.send("POST", "/dispatch").status == 400)
            #expect(try await bench.identities.tenants().map(\.name) == [AdminService.operatorName])
        }
    }

    private func tenants(_ identities: MemoryIdentityStore) -> LocalTenants {
        LocalTenants(
            admin: AdminService(
                identities: identities,
                now: { Samples.epoch },
                makeID: { Bench.operatorTenant },
                makeSecret: { APIKeySecret(value: "otp_none") }
            )
        )
    }

    @Test("refuses a tenant that is unknown or suspended, and lets a reader go whose tenant is suspended meanwhile")
    func refused() async throws {
        let bench = try await Bench()
        var alice = try #require(try await bench.identities.tenant(Bench.alice))
        let principal = try Principal(localFor: alice)
        let authenticator = Authenticator(identities: bench.identities)
        #expect(await authenticator.isGood(principal, at: bench.now))
        alice.status = .suspended
        try await bench.identities.update(alice)
        #expect(await !authenticator.isGood(principal, at: bench.now))
        try await with(bench) { client async throws in
            #expect(try await client.send("GET", "/dispatch", headers: ["X-Outpost-Tenant: alice"]).status == 401)
            #expect(try await client.send("GET", "/dispatch", headers: ["X-Outpost-Tenant: nobody"]).status == 404)
        }
    }

    @Test("is what no request over the network can ask for")
    func network() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.alice)
        let (alice, bob) = (try bench.dispatch(Bench.alice), try bench.dispatch(Bench.bob))
        try await bench.run { client in
            let headers = ["X-Outpost-Tenant": "bob"]
            let list = try await client.send(.get, "/dispatch", key: key, headers: headers)
            #expect(list.text.contains(alice.text))
            #expect(!list.text.contains(bob.text))
            #expect(try await client.send(.get, "/dispatch", headers: headers).status == 401)
        }
    }
}
