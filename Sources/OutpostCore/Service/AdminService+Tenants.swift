extension AdminService {
    /// What the audit trail calls a tenant: its id, or `shared` for what holds for all.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``.
    package func auditTenant(_ idOrName: String) async throws -> String {
        idOrName == SecretOwner.shared.text ? idOrName : try await tenant(idOrName).id
    }

    /// Makes a tenant.
    ///
    /// - Parameters:
    ///   - name: 1 to 255 characters, unique.
    ///   - tier: a tier's word; nil means `pro`.
    ///   - actor: the id of the key that asks, or ``commandLineActor``.
    /// - Returns: the new tenant.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/nameTaken(_:)``.
    package func createTenant(name: String, tier: String?, by actor: String) async throws -> Tenant {
        var check = AdministrationCheck()
        check.name(name)
        let tier = tier.map { check.word($0, "tier", as: TenantTier.self) } ?? .pro
        try check.finish()
        guard let tier, name.lowercased() != Self.operatorName else { throw IdentityError.nameTaken(name) }
        let tenant = Tenant(id: makeID(), name: name, tier: tier, createdAt: now())
        return try await insert(tenant, by: actor)
    }

    /// All tenants, by name.
    package func tenants() async throws -> [Tenant] {
        try await identities.tenants()
    }

    /// A tenant by id or name.
    ///
    /// - Throws: ``IdentityError/unknownTenant(_:)``.
    package func tenant(_ idOrName: String) async throws -> Tenant {
        guard let tenant = try await identities.tenant(idOrName) else { throw IdentityError.unknownTenant(idOrName) }
        return tenant
    }

    /// The operator's tenant, made when it is first needed.
    package func operatorTenant(by actor: String) async throws -> Tenant {
        if let tenant = try await identities.tenant(Self.operatorName) { return tenant }
        do {
            return try await insert(newOperatorTenant, by: actor)
        } catch IdentityError.nameTaken {
            // Somebody else needed it first at the same time.
            return try await tenant(Self.operatorName)
        }
    }

    /// The operator's tenant for who only reads: where there is none, what it would be, which nothing belongs to.
    package func readableOperatorTenant() async throws -> Tenant {
        try await identities.tenant(Self.operatorName) ?? newOperatorTenant
    }

    private var newOperatorTenant: Tenant {
        Tenant(id: makeID(), name: Self.operatorName, tier: .enterprise, createdAt: now())
    }

    /// Changes a tenant.
    ///
    /// - Parameters:
    ///   - idOrName: the tenant.
    ///   - status: `active` or `suspended`; nil leaves it.
    ///   - tier: a tier's word; nil leaves it.
    ///   - limits: single limits, applied after the tier.
    ///   - runtime: an OCI runtime's name, or ``ContainerRuntime/inherited``; nil leaves it.
    ///   - actor: the id of the key that asks, or ``commandLineActor``.
    /// - Returns: the tenant after the change.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/unknownTenant(_:)``.
    package func update(
        _ idOrName: String,
        status: String? = nil,
        tier: String? = nil,
        limits: LimitsChange = LimitsChange(),
        runtime: String? = nil,
        by actor: String
    ) async throws -> Tenant {
        var check = AdministrationCheck()
        let change = check.change(status: status, tier: tier, limits: limits, runtime: runtime)
        try check.finish()
        let before = try await tenant(idOrName)
        var tenant = before
        tenant.apply(change)
        guard tenant != before else { return before }
        let action =
            switch tenant.status {
            case before.status: "tenant.update"
            case .suspended: "tenant.suspend"
            case .active: "tenant.resume"
            }
        let row = entry(action, tenant: tenant.id, resource: tenant.id, by: actor)
        try await identities.update(tenant, audit: [row])
        return tenant
    }

    /// What of a change cannot be taken; ``update(_:status:tier:limits:runtime:by:)`` would throw it.
    package func problems(
        status: String?,
        tier: String?,
        limits: LimitsChange,
        runtime: String?
    ) -> [InvalidAdministration.Problem] {
        var check = AdministrationCheck()
        _ = check.change(status: status, tier: tier, limits: limits, runtime: runtime)
        return check.problems
    }

    private func insert(_ tenant: Tenant, by actor: String) async throws -> Tenant {
        // Tenants are called by either, so a name that is another's id would be taken for that.
        if try await identities.tenant(tenant.name) != nil { throw IdentityError.nameTaken(tenant.name) }
        let row = entry("tenant.create", tenant: tenant.id, resource: tenant.id, by: actor)
        try await identities.insert(tenant, audit: [row])
        return tenant
    }
}

extension AdministrationCheck {
    fileprivate mutating func change(
        status: String?,
        tier: String?,
        limits: LimitsChange,
        runtime: String?
    ) -> TenantChange {
        let change = TenantChange(
            status: status.flatMap { word($0, "status") },
            tier: tier.flatMap { word($0, "tier") },
            limits: limits,
            runtime: runtime
        )
        if let runtime, !ContainerRuntime.isName(runtime) {
            refuse("runtime", "must be the name of a container runtime, such as runsc, or 'default'")
        }
        self.limits(limits)
        return change
    }
}
