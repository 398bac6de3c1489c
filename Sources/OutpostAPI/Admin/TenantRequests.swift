/// `POST /admin/tenants`.
package struct CreateTenantBody: Codable, Sendable, Hashable {
    /// 1 to 255 characters, unique.
    package var name: String
    /// Absent means `pro`.
    package var tier: String?

    package init(name: String, tier: String? = nil) {
        self.name = name
        self.tier = tier
    }
}

/// `PATCH /admin/tenants/:idOrName`; what is absent stays as it is.
package struct UpdateTenantBody: Codable, Sendable, Hashable {
    /// `active` or `suspended`.
    package var status: String?
    /// A tier: limits that were the old tier's become the new one's, others stay.
    package var tier: String?
    /// Limits to change, after the tier.
    package var limits: LimitsBody?
    /// An OCI runtime that the engine has, or `default` for the agent's or the server's.
    package var runtime: String?

    package init(status: String? = nil, tier: String? = nil, limits: LimitsBody? = nil, runtime: String? = nil) {
        self.status = status
        self.tier = tier
        self.limits = limits
        self.runtime = runtime
    }
}
