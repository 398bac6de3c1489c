internal import OutpostAPI

extension ServerAdmin {
    func egress(tenant: String?) async throws -> EgressPolicyBody {
        try await send("GET", Self.egress(tenant), as: EgressPolicyResponse.self).egress
    }

    func changeEgress(_ body: ChangeEgressBody, tenant: String?) async throws -> EgressPolicyBody {
        try await send("PATCH", Self.egress(tenant), body, as: EgressPolicyResponse.self).egress
    }

    func egressPresets() async throws -> [EgressPresetBody] {
        try await send("GET", "/admin/egress/presets", as: ListBody<EgressPresetBody>.self).items
    }

    private static func egress(_ tenant: String?) -> String {
        tenant.map { "/admin/tenants/\(escaped($0))/egress" } ?? "/admin/egress"
    }
}
