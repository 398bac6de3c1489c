internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// The egress policy below `/admin`.
    var egressRoutes: [Route] {
        let (shared, owned) = ("/admin/egress", "/admin/tenants/{idOrName}/egress")
        return [
            .administration(.get, shared, .getSharedEgress, getEgress),
            .administration(.patch, shared, .changeSharedEgress, changeEgress),
            .administration(.get, "/admin/egress/presets", .listEgressPresets, listEgressPresets),
            .administration(.get, owned, .getEgress, getEgress),
            .administration(.patch, owned, .changeEgress, changeEgress),
        ]
    }

    private func getEgress(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let policy = try await egress.policy(tenant: context.egressTenant)
        return try context.answer(EgressPolicyResponse(egress: EgressPolicyBody(policy, presets: egress.presets)))
    }

    private func changeEgress(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var fields = FieldReader(try await object(in: request))
        var change = EgressChange(mode: fields.string("mode"))
        change.allow = fields.strings("allow") ?? []
        change.allowPrivate = fields.strings("allowPrivate") ?? []
        change.deny = fields.strings("deny") ?? []
        change.forget = fields.strings("forget") ?? []
        change.enable = fields.strings("enable") ?? []
        change.disable = fields.strings("disable") ?? []
        fields.warnOfUnknownFields()
        guard fields.problems.isEmpty else { throw APIError(problems: fields.problems) }
        let policy = try await egress.change(change, tenant: context.egressTenant, by: caller.actor)
        let body = EgressPolicyResponse(egress: EgressPolicyBody(policy, presets: egress.presets))
        return try context.answer(body, warnings: fields.warnings)
    }

    private func listEgressPresets(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        try context.answer(ListBody(items: egress.presets.presets.map(EgressPresetBody.init)))
    }
}

extension ServerContext {
    /// The tenant that the path names; nil on the routes of what holds for all.
    fileprivate var egressTenant: String? { parameters.get("idOrName") == nil ? nil : parameter("idOrName") }
}
