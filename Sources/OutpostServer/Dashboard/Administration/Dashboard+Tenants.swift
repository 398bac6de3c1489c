internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var tenantPages: [DashboardPage] {
        [
            .page(.get, "/ui/tenants", .administration) { visit in try await showTenants(visit) },
            .page(.post, "/ui/tenants", .administration, createTenant),
        ]
    }

    private func showTenants(_ visit: DashboardPage.Visit, failure: APIError? = nil) async throws -> Response {
        let model = TenantsModel(
            tenants: try await server.admin.tenants().map(TenantsModel.Row.init),
            tiers: FormOption.list(TenantTier.allCases.map(\.rawValue), selected: visit.form["tier"] ?? "pro"),
            typedName: visit.form["name", default: ""],
            error: failure?.explanation,
            token: visit.session.formToken
        )
        return page("Tenants", .tenants, model, for: visit, status: failure?.status ?? .ok)
    }

    private func createTenant(_ visit: DashboardPage.Visit) async throws -> Response {
        do {
            _ = try await server.admin.createTenant(
                name: visit.field("name") ?? "",
                tier: visit.field("tier"),
                by: visit.principal.key.id
            )
            return Self.redirect("/ui/tenants")
        } catch {
            return try await showTenants(visit, failure: try Self.refusal(error, visit))
        }
    }

    /// What is wrong with a form, to be shown with it; other errors go on.
    static func refusal(_ error: any Error, _ visit: DashboardPage.Visit) throws -> APIError {
        let failure = APIError(error, in: visit.context)
        guard failure.status.code < 500 else { throw error }
        return failure
    }
}

extension APIError {
    /// What is wrong in one line, each field by its name.
    var explanation: String {
        let problems = body.problems
        return problems.isEmpty ? body.message : problems.map { "\($0.path) \($0.message)" }.joined(separator: "; ")
    }
}

struct TenantsModel {
    let tenants: [Row]
    let tiers: [FormOption]
    let typedName: String
    let error: String?
    let token: String

    struct Row {
        let id: String
        let name: String
        let tier: String
        let state: String
        let limits: String

        init(_ tenant: Tenant) {
            id = tenant.id
            name = tenant.name
            tier = tenant.tier.rawValue
            state = tenant.status.rawValue
            limits = "\(tenant.limits.concurrent) at once, \(tenant.limits.queued) queued"
        }
    }
}

enum TenantsTemplate {
    static let source = #"""
        <h1>Tenants</h1>
        <div class="scroll"><table><thead><tr><th scope="col">Name</th><th scope="col">Tier</th><th scope="col">Status</th><th scope="col">Dispatches</th><th scope="col">More</th></tr></thead>
        <tbody>{{#tenants}}<tr><th scope="row">{{name}}</th><td>{{tier}}</td><td>{{state}}</td><td>{{limits}}</td><td><a href="/ui/keys?tenant={{id}}">Keys of {{name}}</a>, <a href="/ui/secrets?tenant={{id}}">secrets</a></td></tr>{{/tenants}}</tbody></table></div>
        <h2>New tenant</h2>
        <form method="post" action="/ui/tenants" class="stack">
        <input type="hidden" name="token" value="{{token}}">
        {{#error}}<p class="error" role="alert" id="tenant-error">{{error}}</p>{{/error}}
        <label for="name">Name</label><input id="name" name="name" required maxlength="255" value="{{typedName}}"{{#error}} aria-invalid="true" aria-describedby="tenant-error"{{/error}}>
        <label for="tier">Tier</label><select id="tier" name="tier">{{#tiers}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/tiers}}</select>
        <button type="submit">Create</button>
        </form>

        """#
}
