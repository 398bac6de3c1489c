internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var secretPages: [DashboardPage] {
        [
            .page(.get, "/ui/secrets", .administration) { visit in
                var reader = QueryReader(visit.request.uri.query)
                let tenant = reader.value("tenant")
                try reader.finish()
                return try await showSecrets(visit, tenant: tenant)
            },
            .page(.post, "/ui/secrets", .administration, setSecret),
        ]
    }

    /// The secrets of a tenant; nil or an empty text are those that are lent to all.
    private func showSecrets(
        _ visit: DashboardPage.Visit,
        tenant: String?,
        failure: APIError? = nil
    ) async throws -> Response {
        let owner = tenant.flatMap { $0.isEmpty ? nil : $0 }
        let secrets = try await server.secrets.secrets(tenant: owner)
        let tenants = try await server.admin.tenants()
        let shared = FormOption(value: "", label: "All tenants (shared)", selected: owner == nil)
        let model = SecretsModel(
            secrets: secrets.map(SecretsModel.Row.init),
            isEmpty: secrets.isEmpty,
            owners: [shared] + tenants.map { .init(value: $0.id, label: $0.name, selected: $0.id == owner) },
            owner: owner ?? "",
            typedName: visit.form["name", default: ""],
            error: failure?.explanation,
            token: visit.session.formToken
        )
        return page("Secrets", .secrets, model, for: visit, status: failure?.status ?? .ok)
    }

    private func setSecret(_ visit: DashboardPage.Visit) async throws -> Response {
        let tenant = visit.field("tenant")
        do {
            _ = try await server.secrets.set(
                visit.field("name") ?? "",
                to: SecretValue(visit.form["value", default: ""].replacing("\r\n", with: "\n")),
                tenant: tenant,
                by: visit.principal.key.id
            )
            let place = tenant?.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return Self.redirect("/ui/secrets?tenant=\(place)")
        } catch {
            return try await showSecrets(visit, tenant: tenant, failure: try Self.refusal(error, visit))
        }
    }
}

struct SecretsModel {
    let secrets: [Row]
    let isEmpty: Bool
    let owners: [FormOption]
    let owner: String
    let typedName: String
    let error: String?
    let token: String

    struct Row {
        let name: String
        let version: Int
        let updated: String
        let used: String

        init(_ secret: SecretSummary) {
            name = secret.reference.name
            version = secret.version
            updated = PageTime.text(secret.updatedAt)
            used = secret.lastUsedAt.map(PageTime.text) ?? "never"
        }
    }
}

enum SecretsTemplate {
    static let source = #"""
        <h1>Secrets</h1>
        <form method="get" action="/ui/secrets" class="filters">
        <div><label for="tenant">Owner</label><select id="tenant" name="tenant">{{#owners}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/owners}}</select></div>
        <div><label for="go">Change</label><button id="go" type="submit">Show</button></div>
        </form>
        {{#isEmpty}}<p>There are none.</p>{{/isEmpty}}
        <div class="scroll"><table><caption class="hint">Values are never shown</caption><thead><tr><th scope="col">Name</th><th scope="col">Version</th><th scope="col">Set</th><th scope="col">Last used</th></tr></thead>
        <tbody>{{#secrets}}<tr><th scope="row"><code>{{name}}</code></th><td>{{version}}</td><td>{{updated}}</td><td>{{used}}</td></tr>{{/secrets}}</tbody></table></div>
        <h2>Set a secret</h2>
        <form method="post" action="/ui/secrets" class="stack">
        <input type="hidden" name="token" value="{{token}}">
        <input type="hidden" name="tenant" value="{{owner}}">
        {{#error}}<p class="error" role="alert" id="secret-error">{{error}}</p>{{/error}}
        <label for="name">Name</label><input id="name" name="name" required value="{{typedName}}" placeholder="NPM_TOKEN"{{#error}} aria-invalid="true" aria-describedby="secret-error"{{/error}}>
        <label for="value">Value</label><textarea id="value" name="value" rows="3" autocomplete="off" spellcheck="false" required></textarea>
        <button type="submit">Set</button>
        </form>

        """#
}
