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

    /// Who has a session goes on to the page that was wanted.
    ///
    /// A link on another site brings no session with it, however good the one is that the browser has: only a request
    /// that a page of ours causes shows it. Such a page comes first, therefore, unless the browser says that no other
    /// site is behind the request.
    private func showSignIn(_ request: Request, _ context: ServerContext) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        let wanted = reader.value("next")
        let next = Self.place(wanted)
        if try await visitor(request, context) != nil { return Self.redirect(next) }
        let site = request.headers[.fetchSite]
        if wanted != nil, reader.value("seen") == nil, site == nil || site == "cross-site" {
            let place = Self.signInPlace(next: next) + "&seen=yes"
            var response = page("Sign in", .onward, OnwardModel(next: place), for: nil)
            response.headers[.refresh] = "0; url=\(place)"
            return response
        }
        return signInPage(request, next: next)
    }

    private func signIn(_ request: Request, _ context: ServerContext) async throws -> Response {
        let form = try await form(in: request)
        let (next, pending) = (Self.place(form["next"]), PendingForm(carriedBy: form))
        let expected = DashboardCookie.signIn.value(in: request.headers, isSecure: isSecure)
        guard let expected, ConstantTime.equal(form["token", default: ""], expected) else {
            let words = "The page was too old, or this browser keeps no cookies; nothing was done. Sign in again"
            let own = isOwn(request) ? pending : nil
            return signInPage(request, next: next, error: words, pending: own, status: .forbidden)
        }
        do {
            let text = form["key", default: ""].trimmingCharacters(in: .whitespacesAndNewlines)
            guard !text.isEmpty else { throw AuthenticationFailure.missing }
            let principal = try await server.gate.authenticator.principal(
                hash: APIKeySecret(value: text).hash,
                at: context.receivedAt
            )
            try takeTurn(principal, at: context.receivedAt)
            if let old = sessionID(of: request) { sessions.end(old) }
            let session = sessions.start(keyHash: principal.key.hash, at: context.receivedAt)
            let visit = DashboardPage.Visit(request: request, context: context, session: session, principal: principal)
            var response = pending.map { ask(whetherToSend: $0, for: visit) } ?? Self.redirect(next)
            response.headers[values: .setCookie] = [
                DashboardCookie.session.field(session.id, isSecure: isSecure),
                DashboardCookie.signIn.field(nil, isSecure: isSecure),
            ]
            return response
        } catch let failure as AuthenticationFailure {
            return signInPage(request, next: next, error: failure.message, pending: pending, status: .unauthorized)
        } catch let error as APIError {
            let words = error.body.message
            var response = signInPage(request, next: next, error: words, pending: pending, status: error.status)
            for field in error.headers { response.headers[field.name] = field.value }
            return response
        }
    }

    private func signOut(_ visit: DashboardPage.Visit) async throws -> Response {
        sessions.end(visit.session.id)
        var response = Self.redirect("/ui/sign-in")
        response.headers[.setCookie] = DashboardCookie.session.field(nil, isSecure: isSecure)
        return response
    }

    /// The page to sign in.
    ///
    /// Its form carries what a cookie holds: another site can make a browser send a form, but knows no such cookie, so
    /// that nobody is signed in with a stranger's key unawares. The cookie that there is stays, for forms in other tabs.
    func signInPage(
        _ request: Request,
        next: String,
        error: String? = nil,
        pending: PendingForm? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let known = DashboardCookie.signIn.value(in: request.headers, isSecure: isSecure)
        let token = known.flatMap { Self.isToken($0) ? $0 : nil } ?? server.makeSessionToken()
        let model = SignInModel(next: next, token: token, error: error, pending: pending)
        var response = page("Sign in", .signIn, model, for: nil, status: status)
        response.headers[.setCookie] = DashboardCookie.signIn.field(token, isSecure: isSecure)
        return response
    }

    /// Asks who is signed in now whether what was typed before is to be sent.
    func ask(
        whetherToSend form: PendingForm,
        for visit: DashboardPage.Visit,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let model = PendingModel(
            action: form.path,
            token: visit.session.formToken,
            hidden: form.hidden,
            shown: form.shown
        )
        return page("Send what you typed?", .pending, model, for: visit, status: status)
    }

    /// Whether a page of this server caused the request, as far as the browser tells.
    ///
    /// It says so itself; where it does not, as over plain HTTP, the cookie of a session tells, even of one that has
    /// ended: browsers send it with no form of another site.
    func isOwn(_ request: Request) -> Bool {
        request.headers[.fetchSite].map { $0 == "same-origin" } ?? (sessionID(of: request) != nil)
    }

    /// The id in the session's cookie, whether or not there is still such a session.
    func sessionID(of request: Request) -> String? {
        DashboardCookie.session.value(in: request.headers, isSecure: isSecure)
    }

    /// Whether browsers reach the server over TLS, its own or a proxy's.
    private var isSecure: Bool {
        server.configuration.tls != nil || server.configuration.publicURL?.hasPrefix("https://") == true
    }

    private static func isToken(_ text: String) -> Bool {
        text.utf8.count >= 32 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    /// The address of the page to sign in that leads on to another.
    static func signInPlace(next: String) -> String {
        "/ui/sign-in?next=" + (next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    }

    /// The page to go on to: one of the dashboard's own, whatever was asked for.
    static func place(_ text: String?) -> String {
        guard let text, text == "/ui" || text.hasPrefix("/ui/") || text.hasPrefix("/ui?"),
            text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            !text.hasPrefix("/ui/sign-")
        else { return "/ui" }
        // Browsers take an encoded dot for a dot, and some servers on the way an encoded slash for a slash.
        let path = text.prefix { $0 != "?" && $0 != "#" }.lowercased()
        let leavings = ["//", "..", "%2e", "%2f", "%5c"]
        return leavings.contains { path.contains($0) } ? "/ui" : text
    }
}

struct OnwardModel {
    let next: String
}
