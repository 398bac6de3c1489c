internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var signInPages: [DashboardPage] {
        [
            .open(.get, "/ui/sign-in", showSignIn), .open(.post, "/ui/sign-in", signIn),
            .page(.post, "/ui/sign-out", .open, signOut),
        ]
    }

    private func showSignIn(_ request: Request, _ context: ServerContext) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        let model = SignInModel(next: Self.place(reader.value("next")), error: nil)
        return page("Sign in", .signIn, model, for: nil)
    }

    private func signIn(_ request: Request, _ context: ServerContext) async throws -> Response {
        let form = try await form(in: request)
        let next = Self.place(form["next"])
        let text = form["key", default: ""].trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            guard !text.isEmpty else { throw AuthenticationFailure.missing }
            let principal = try await server.gate.authenticator.principal(
                hash: APIKeySecret(value: text).hash,
                at: context.receivedAt
            )
            try takeTurn(principal, at: context.receivedAt)
            if let old = SessionCookie.id(in: request.headers) { sessions.end(old) }
            let session = sessions.start(keyHash: principal.key.hash, at: context.receivedAt)
            var response = Self.redirect(next)
            response.headers[.setCookie] = SessionCookie.field(session.id, isSecure: isSecure)
            return response
        } catch let failure as AuthenticationFailure {
            let model = SignInModel(next: next, error: failure.message)
            return page("Sign in", .signIn, model, for: nil, status: .unauthorized)
        }
    }

    private func signOut(_ visit: DashboardPage.Visit) async throws -> Response {
        sessions.end(visit.session.id)
        var response = Self.redirect("/ui/sign-in")
        response.headers[.setCookie] = SessionCookie.field(nil, isSecure: isSecure)
        return response
    }

    /// Whether browsers reach the server over TLS, its own or a proxy's.
    private var isSecure: Bool {
        server.configuration.tls != nil || server.configuration.publicURL?.hasPrefix("https://") == true
    }

    /// The page to go on to: one of the dashboard's own, whatever was asked for.
    static func place(_ text: String?) -> String {
        guard let text, text == "/ui" || text.hasPrefix("/ui/") || text.hasPrefix("/ui?"),
            text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            !text.hasPrefix("/ui/sign-")
        else { return "/ui" }
        return text
    }
}

struct SignInModel {
    let next: String
    let error: String?
}

enum SignInTemplate {
    static let source = #"""
        <h1>Sign in</h1>
        <form method="post" action="/ui/sign-in" data-testid="sign-in-form" class="stack">
        {{#error}}<p class="error" role="alert" id="sign-in-error" data-testid="sign-in-error">{{error}}</p>{{/error}}
        <input type="hidden" name="next" value="{{next}}">
        <label for="key">API key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus{{#error}} aria-invalid="true" aria-describedby="sign-in-error"{{/error}}>
        <button type="submit">Sign in</button>
        <p class="hint">A key begins with <code>otp_</code>. Make one with <code>outpost keys create</code>.</p>
        </form>

        """#
}
