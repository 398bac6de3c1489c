internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/admin`.
    var adminRoutes: [Route] {
        [
            .administration(.post, "/admin/tenants", .createTenant, createTenant),
            .administration(.get, "/admin/tenants", .listTenants, listTenants),
            .administration(.get, "/admin/tenants/{idOrName}", .getTenant, getTenant),
            .administration(.patch, "/admin/tenants/{idOrName}", .updateTenant, updateTenant),
            .administration(.post, "/admin/keys", .createKey, createKey),
            .administration(.get, "/admin/keys", .listKeys, listKeys),
            .administration(.delete, "/admin/keys/{idOrPrefix}", .revokeKey, revokeKey),
            .administration(.post, "/admin/keys/{idOrPrefix}/rotate", .rotateKey, rotateKey),
        ]
    }

    private func createTenant(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var fields = FieldReader(try await object(in: request))
        let name = fields.string("name", isRequired: true)
        let tier = fields.string("tier")
        fields.warnOfUnknownFields()
        guard fields.problems.isEmpty, let name else { throw APIError(problems: fields.problems) }
        let tenant = try await admin.createTenant(name: name, tier: tier, by: caller.actor)
        return try context.answer(
            TenantResponse(tenant: TenantBody(tenant)),
            status: .created,
            warnings: fields.warnings
        )
    }

    private func listTenants(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        try context.answer(ListBody(items: try await admin.tenants().map(TenantBody.init)))
    }

    private func getTenant(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let tenant = try await admin.tenant(context.parameter("idOrName"))
        return try context.answer(TenantResponse(tenant: TenantBody(tenant)))
    }

    private func updateTenant(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var fields = FieldReader(try await object(in: request))
        let status = fields.string("status")
        let tier = fields.string("tier")
        let limits = limits(&fields)
        let runtime = fields.string("runtime")
        fields.warnOfUnknownFields()
        // The service's problems with what could be read, too, so that all of it is said at once.
        guard fields.problems.isEmpty else {
            let others = admin.problems(status: status, tier: tier, limits: limits, runtime: runtime)
            throw APIError(
                problems: fields.problems + others.map { FieldProblem(path: $0.field, message: $0.message) }
            )
        }
        let tenant = try await admin.update(
            context.parameter("idOrName"),
            status: status,
            tier: tier,
            limits: limits,
            runtime: runtime,
            by: caller.actor
        )
        return try context.answer(TenantResponse(tenant: TenantBody(tenant)), warnings: fields.warnings)
    }

    /// The service checks the ranges.
    private func limits(_ fields: inout FieldReader) -> LimitsChange {
        guard let object = fields.object("limits") else { return LimitsChange() }
        var inner = FieldReader(object, prefix: "limits.")
        let any = Int.min...Int.max
        let change = LimitsChange(
            concurrent: inner.integer("concurrent", in: any),
            queued: inner.integer("queued", in: any),
            timeoutSeconds: inner.integer("timeoutSeconds", in: any),
            requestsPerMinute: inner.integer("requestsPerMinute", in: any),
            weight: inner.integer("weight", in: any),
            cpuUnits: inner.integer("cpuUnits", in: any),
            memoryMiB: inner.integer("memoryMiB", in: any),
            pids: inner.integer("pids", in: any),
            storedMiB: inner.integer("storedMiB", in: any),
            storedResults: inner.integer("storedResults", in: any),
            retentionDays: inner.integer("retentionDays", in: any)
        )
        inner.warnOfUnknownFields()
        fields.take(inner)
        return change
    }

    private func createKey(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var fields = FieldReader(try await object(in: request))
        let tenant = fields.string("tenant", isRequired: true)
        let name = fields.string("name")
        let scopes = fields.strings("scopes")
        let expiry = fields.time("expiresAt")
        fields.warnOfUnknownFields()
        guard fields.problems.isEmpty, let tenant else { throw APIError(problems: fields.problems) }
        let made = try await admin.createKey(
            tenant: tenant,
            name: name,
            scopes: scopes,
            expiresAt: expiry,
            by: caller.actor
        )
        let body = CreatedKeyBody(key: KeyBody(made.key, at: context.receivedAt), secret: made.secret.value)
        return try context.answer(body, status: .created, warnings: fields.warnings)
    }

    private func listKeys(_ request: Request, _ context: ServerContext, _ caller: Route.Caller) async throws -> Response
    {
        var reader = QueryReader(request.uri.query)
        let tenant = reader.value("tenant")
        try reader.finish()
        let keys = try await admin.keys(tenant: tenant)
        return try context.answer(ListBody(items: keys.map { KeyBody($0, at: context.receivedAt) }))
    }

    private func revokeKey(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        let key = try await admin.revoke(context.parameter("idOrPrefix"), by: caller.actor)
        return try context.answer(KeyResponse(key: KeyBody(key, at: context.receivedAt)))
    }

    private func rotateKey(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var fields = FieldReader(try await object(in: request))
        let overlap = fields.integer("overlapSeconds", in: AdminService.overlapRange)
        fields.warnOfUnknownFields()
        guard fields.problems.isEmpty else { throw APIError(problems: fields.problems) }
        let rotated = try await admin.rotate(context.parameter("idOrPrefix"), overlap: overlap, by: caller.actor)
        let body = RotatedKeyBody(
            key: KeyBody(rotated.key, at: context.receivedAt),
            secret: rotated.secret.value,
            previous: KeyBody(rotated.old, at: context.receivedAt)
        )
        return try context.answer(body, status: .created, warnings: fields.warnings)
    }
}
