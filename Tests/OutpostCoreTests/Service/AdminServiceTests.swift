internal import Foundation
internal import OutpostCore
internal import Testing

@Suite("The administration of tenants")
struct AdminServiceTests {
    private let bench = AdminBench()
    private var service: AdminService { bench.service }

    @Test("a tenant without a tier is pro, active, and has its tier's limits")
    func create() async throws {
        let tenant = try await service.createTenant(name: "acme", tier: nil, by: "me")
        #expect(tenant == Tenant(id: "id1", name: "acme", tier: .pro, createdAt: Samples.epoch))
        #expect(try await service.tenants() == [tenant])
        #expect(try await service.tenant("acme") == tenant)
        #expect(bench.actions == ["tenant.create id1 of id1 by me"])
    }

    @Test("each tier's word makes a tenant of that tier", arguments: TenantTier.allCases)
    func tiers(tier: TenantTier) async throws {
        #expect(try await service.createTenant(name: "acme", tier: tier.rawValue, by: "me").limits == tier.limits)
    }

    @Test(
        "a name that is empty, too long or not printable is refused, and nothing is written",
        arguments: ["", "  ", "a\nb", "a\u{0}b", "a\u{9B}b", ".", "..", String(repeating: "x", count: 256)]
    )
    func badName(name: String) async throws {
        let error = await #expect(throws: InvalidAdministration.self) {
            _ = try await service.createTenant(name: name, tier: nil, by: "me")
        }
        #expect(error?.problems.map(\.field) == ["name"])
        #expect(try await service.tenants().isEmpty)
        #expect(bench.actions.isEmpty)
    }

    @Test("names of 1 and of 255 characters are taken", arguments: ["x", String(repeating: "ß", count: 255), "a / b%"])
    func goodName(name: String) async throws {
        #expect(try await service.createTenant(name: name, tier: nil, by: "me").name == name)
    }

    @Test("everything that is wrong is said at once")
    func allProblems() async throws {
        let error = await #expect(throws: InvalidAdministration.self) {
            _ = try await service.createTenant(name: "", tier: "gold", by: "me")
        }
        #expect(
            error?.problems == [
                .init(field: "name", message: "must not be empty"),
                .init(
                    field: "tier",
                    message: "Invalid enum value. Expected 'free' | 'starter' | 'pro' | 'enterprise', received 'gold'"
                ),
            ]
        )
    }

    @Test("a name is given once, and the operator's in no spelling", arguments: ["acme", "operator", "Operator"])
    func taken(name: String) async throws {
        _ = try await service.createTenant(name: "acme", tier: nil, by: "me")
        await #expect(throws: IdentityError.nameTaken(name)) {
            _ = try await service.createTenant(name: name, tier: nil, by: "me")
        }
        #expect(try await service.tenants().count == 1)
    }

    @Test("the operator's tenant is made once, when it is first needed")
    func operatorTenant() async throws {
        await #expect(throws: IdentityError.unknownTenant("operator")) { _ = try await service.tenant("operator") }
        let first = try await service.operatorTenant(by: "me")
        #expect(first.name == AdminService.operatorName)
        #expect(try await service.operatorTenant(by: "me") == first)
        #expect(bench.actions == ["tenant.create id1 of id1 by me"])
    }

    @Test("a tenant is suspended and resumed, by name and by id, and the audit trail says which")
    func suspend() async throws {
        _ = try await service.createTenant(name: "acme", tier: nil, by: "me")
        #expect(try await service.update("acme", status: "suspended", by: "me").status == .suspended)
        #expect(try await service.tenant("acme").status == .suspended)
        #expect(try await service.update("id1", status: "active", by: "you").status == .active)
        #expect(
            bench.actions.dropFirst() == ["tenant.suspend id1 of id1 by me", "tenant.resume id1 of id1 by you"]
        )
    }

    @Test("another tier brings its limits along, but not in place of those that were set by hand")
    func tierChange() async throws {
        _ = try await service.createTenant(name: "acme", tier: "free", by: "me")
        _ = try await service.update("acme", limits: LimitsChange(queued: 7, cpuUnits: 512), by: "me")
        let tenant = try await service.update("acme", tier: "pro", limits: LimitsChange(weight: 9), by: "me")
        var expected = TenantTier.pro.limits
        expected.queued = 7
        expected.weight = 9
        expected.resources.cpuUnits = 512
        #expect(tenant.tier == .pro)
        #expect(tenant.limits == expected)
        #expect(bench.actions.count == 3)
    }

    @Test("each limit is changed alone", arguments: 0..<11)
    func eachLimit(index: Int) async throws {
        let before = try await service.createTenant(name: "acme", tier: nil, by: "me").limits
        let names: [WritableKeyPath<LimitsChange, Int?>] = [
            \.concurrent, \.queued, \.timeoutSeconds, \.requestsPerMinute, \.weight, \.cpuUnits, \.memoryMiB, \.pids,
            \.storedMiB, \.storedResults, \.retentionDays,
        ]
        let kept: [WritableKeyPath<TenantLimits, Int>] = [
            \.concurrent, \.queued, \.timeoutSeconds, \.requestsPerMinute, \.weight, \.resources.cpuUnits,
            \.resources.memoryMiB, \.resources.pids, \.storedMiB, \.storedResults, \.retentionDays,
        ]
        var change = LimitsChange()
        change[keyPath: names[index]] = 777
        var expected = before
        expected[keyPath: kept[index]] = 777
        #expect(try await service.update("acme", limits: change, by: "me").limits == expected)
    }

    @Test("a runtime is named, kept through other changes and taken away, and what is no name is refused")
    func runtime() async throws {
        _ = try await service.createTenant(name: "acme", tier: nil, by: "me")
        #expect(try await service.update("acme", runtime: "runsc", by: "me").runtime == "runsc")
        #expect(try await service.update("acme", limits: LimitsChange(weight: 3), by: "me").runtime == "runsc")
        #expect(try await service.update("acme", runtime: "default", by: "me").runtime == nil)
        #expect(bench.actions.count == 4)
        for name in ["", "-x", "a b", "../x"] {
            let error = await #expect(throws: InvalidAdministration.self) {
                _ = try await service.update("acme", runtime: name, by: "me")
            }
            #expect(error?.problems.map(\.field) == ["runtime"])
        }
    }

    @Test(
        "a limit out of range is refused with its name",
        arguments: [
            (LimitsChange(concurrent: 0), "limits.concurrent"), (LimitsChange(queued: -1), "limits.queued"),
            (LimitsChange(timeoutSeconds: 29), "limits.timeoutSeconds"),
            (LimitsChange(timeoutSeconds: 86_401), "limits.timeoutSeconds"),
            (LimitsChange(requestsPerMinute: 0), "limits.requestsPerMinute"),
            (LimitsChange(weight: 0), "limits.weight"),
            (LimitsChange(cpuUnits: 0), "limits.cpuUnits"), (LimitsChange(memoryMiB: .max), "limits.memoryMiB"),
            (LimitsChange(pids: 1), "limits.pids"),
        ]
    )
    func badLimit(change: LimitsChange, field: String) async throws {
        let before = try await service.createTenant(name: "acme", tier: nil, by: "me")
        let error = await #expect(throws: InvalidAdministration.self) {
            _ = try await service.update("acme", limits: change, by: "me")
        }
        #expect(error?.problems.map(\.field) == [field])
        #expect(try await service.tenant("acme") == before)
    }

    @Test("a change that changes nothing leaves no row in the audit trail")
    func noChange() async throws {
        let tenant = try await service.createTenant(name: "acme", tier: nil, by: "me")
        #expect(try await service.update("acme", status: "active", tier: "pro", by: "me") == tenant)
        #expect(bench.actions.count == 1)
    }

    @Test("an unknown tenant cannot be shown or changed")
    func unknown() async throws {
        await #expect(throws: IdentityError.unknownTenant("x")) { _ = try await service.tenant("x") }
        await #expect(throws: IdentityError.unknownTenant("x")) {
            _ = try await service.update("x", status: "active", by: "me")
        }
    }
}
