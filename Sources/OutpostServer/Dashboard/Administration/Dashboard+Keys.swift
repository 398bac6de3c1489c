internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var keyPages: [DashboardPage] {
        let revoke = "/ui/keys/{idOrPrefix}/revoke"
        return [
            .page(.get, "/ui/keys", .administration) { visit in try await showKeys(visit) },
            .page(.post, "/ui/keys", .administration, createKey), .page(.get, revoke, .administration, askToRevoke),
            .page(.post, revoke, .administration, revokeKey),
        ]
    }

    private func showKeys(_ visit: DashboardPage.Visit, failure: APIError? = nil) async throws -> Response {
        var reader = QueryReader(visit.request.uri.query)
        let tenant = reader.value("tenant").flatMap { $0.isEmpty ? nil : $0 }
        try reader.finish()
        let tenants = try await server.admin.tenants()
        let names = Dictionary(tenants.map { ($0.id, $0.name) }) { first, _ in first }
        let keys = try await server.admin.keys(tenant: tenant)
        let chosen = visit.form["tenant"] ?? tenant
        let granted =
            visit.form.isEmpty
            ? Scope.defaults : Set(Scope.allCases.filter { visit.form["scope-\($0.rawValue)"] != nil })
        let model = KeysModel(
            keys: keys.map { KeysModel.Row(KeyBody($0, at: visit.context.receivedAt), tenants: names) },
            tenants: tenants.map { .init(value: $0.id, label: $0.name, selected: $0.id == chosen) },
            scopes: Scope.allCases.map {
                .init(value: $0.rawValue, label: $0.rawValue, selected: granted.contains($0))
            },
            typedName: visit.form["name", default: ""],
            error: failure?.explanation,
            token: visit.session.formToken
        )
        return page("Keys", .keys, model, for: visit, status: failure?.status ?? .ok)
    }

    private func createKey(_ visit: DashboardPage.Visit) async throws -> Response {
        do {
            let scopes = Scope.allCases.map(\.rawValue).filter { visit.form["scope-\($0)"] != nil }
            let made = try await server.admin.createKey(
                tenant: visit.field("tenant") ?? "",
                name: visit.field("name"),
                scopes: scopes,
                by: visit.principal.key.id
            )
            let model = NewKeyModel(secret: made.secret.value, name: made.key.name)
            return page("New key", .newKey, model, for: visit, status: .created)
        } catch {
            return try await showKeys(visit, failure: try Self.refusal(error, visit))
        }
    }

    private func askToRevoke(_ visit: DashboardPage.Visit) async throws -> Response {
        let id = visit.context.parameter("idOrPrefix")
        guard let key = try await server.admin.keys(tenant: nil).first(where: { $0.id == id }) else {
            throw IdentityError.unknownKey(id)
        }
        let model = ConfirmModel(
            question: "Revoke the key \(key.prefix)…?",
            consequence: "\(key.name): what uses it is refused from now on. This cannot be taken back.",
            action: "/ui/keys/\(key.id)/revoke",
            verb: "Revoke",
            back: "/ui/keys",
            token: visit.session.formToken
        )
        return page("Revoke a key", .confirm, model, for: visit)
    }

    private func revokeKey(_ visit: DashboardPage.Visit) async throws -> Response {
        _ = try await server.admin.revoke(visit.context.parameter("idOrPrefix"), by: visit.principal.key.id)
        return Self.redirect("/ui/keys")
    }
}

struct KeysModel {
    let keys: [Row]
    let tenants: [FormOption]
    let scopes: [FormOption]
    let typedName: String
    let error: String?
    let token: String

    struct Row {
        let id: String
        let name: String
        let prefix: String
        let owner: String
        let state: String
        let grants: String
        let used: String
        let isActive: Bool

        init(_ body: KeyBody, tenants: [String: String]) {
            id = body.id
            name = body.name
            prefix = body.prefix
            owner = tenants[body.tenant] ?? body.tenant
            state = body.status
            grants = body.scopes.joined(separator: ", ")
            used = body.lastUsedAt.map { PageTime.text($0.date) } ?? "never"
            isActive = body.status == "active"
        }
    }
}

struct NewKeyModel {
    let secret: String
    let name: String
}

enum KeysTemplate {
    static let source = #"""
        <h1>Keys</h1>
        <div class="scroll"><table><thead><tr><th scope="col">Key</th><th scope="col">Name</th><th scope="col">Tenant</th><th scope="col">Scopes</th><th scope="col">Status</th><th scope="col">Last used</th><th scope="col">Revoke</th></tr></thead>
        <tbody>{{#keys}}<tr><td><code>{{prefix}}…</code></td><td>{{name}}</td><td>{{owner}}</td><td>{{grants}}</td><td>{{state}}</td><td>{{used}}</td><td>{{#isActive}}<a href="/ui/keys/{{id}}/revoke">Revoke {{prefix}}</a>{{/isActive}}</td></tr>{{/keys}}</tbody></table></div>
        <h2>New key</h2>
        <form method="post" action="/ui/keys" class="stack">
        <input type="hidden" name="token" value="{{token}}">
        {{#error}}<p class="error" role="alert" id="key-error">{{error}}</p>{{/error}}
        <label for="tenant">Tenant</label><select id="tenant" name="tenant">{{#tenants}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/tenants}}</select>
        <label for="name">Name</label><input id="name" name="name" maxlength="255" placeholder="default" value="{{typedName}}">
        <fieldset><legend>Scopes</legend>{{#scopes}}<label><input type="checkbox" name="scope-{{value}}" value="yes"{{#selected}} checked{{/selected}}> {{label}}</label>{{/scopes}}</fieldset>
        <button type="submit">Create</button>
        </form>

        """#

    static let created = #"""
        <h1>New key</h1>
        <p>Copy the key {{name}} now: it is not shown again.</p>
        <p class="panel"><code data-testid="new-key">{{secret}}</code></p>
        <p><a href="/ui/keys">I have it</a></p>

        """#
}
