internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    /// Answers a request: first the session and its key, then the rate, then the scope, then the form's token, then the
    /// page; what fails becomes a page as well.
    func respond(to request: Request, context: ServerContext, on page: DashboardPage) async throws -> Response {
        do {
            switch page.handler {
            case .open(let handler): return Self.secured(try await handler(request, context))
            case .signedIn(let access, let handler):
                guard let visit = try await visitor(request, context, on: page) else {
                    return Self.secured(try await signInFirst(request))
                }
                return Self.secured(try await answer(visit, access, handler))
            }
        } catch {
            return Self.secured(try failure(error, in: context, visit: nil))
        }
    }

    private func answer(
        _ visit: DashboardPage.Visit,
        _ access: Route.Access,
        _ handler: @Sendable (DashboardPage.Visit) async throws -> Response
    ) async throws -> Response {
        var visit = visit
        do {
            try takeTurn(visit.principal, at: visit.context.receivedAt)
            try OutpostServer.Admission.authorize(visit.principal, for: access)
            if visit.request.method == .post {
                visit.form = try await form(in: visit.request)
                guard ConstantTime.equal(visit.form["token", default: ""], visit.session.formToken) else {
                    if visit.request.headers[.fetchSite] == "same-origin",
                        let pending = PendingForm(path: visit.request.uri.path, form: visit.form)
                    {
                        return ask(whetherToSend: pending, for: visit, status: .forbidden)
                    }
                    throw APIError(
                        .forbidden,
                        .authorization,
                        "The form is not from this session, and nothing was done; go back, reload the page and send it again"
                    )
                }
            }
            return try await LogContext.$current.withValue(LogContext.current.of(tenant: visit.principal.tenant.id)) {
                try await handler(visit)
            }
        } catch {
            return try failure(error, in: visit.context, visit: visit)
        }
    }

    /// Who is signed in; nil where nobody is, or the key is not good any more.
    func visitor(
        _ request: Request,
        _ context: ServerContext,
        on page: DashboardPage? = nil
    ) async throws -> DashboardPage.Visit? {
        // A page that is left open does not keep its session.
        let counts = request.headers[.outpostRefresh] == nil && page?.path != Self.eventsPath
        guard let id = sessionID(of: request),
            let session = sessions.use(id, at: context.receivedAt, counts: counts)
        else { return nil }
        do {
            let principal = try await server.gate.authenticator.principal(
                hash: session.keyHash,
                at: context.receivedAt
            )
            context.record.note(principal)
            return DashboardPage.Visit(request: request, context: context, session: session, principal: principal)
        } catch is AuthenticationFailure {
            sessions.end(id)
            return nil
        }
    }

    /// Takes one of the key's requests of this minute, those of the API included.
    func takeTurn(_ principal: Principal, at now: Date) throws(APIError) {
        let rate = server.gate.limiter.take(
            key: principal.key.id,
            perMinute: principal.tenant.limits.requestsPerMinute,
            at: now
        )
        guard rate.isAllowed else { throw .rateLimited(retryAfter: rate.retryAfter) }
    }

    /// The fields of a form that a page of this server sent.
    func form(in request: Request) async throws -> [String: String] {
        let site = request.headers[.fetchSite]
        guard site == nil || site == "same-origin" || site == "none" else {
            throw APIError(.forbidden, .authorization, "The form is from another site, and nothing was done")
        }
        return try await server.object(in: request).compactMapValues { value in
            if case .string(let text) = value { text } else { nil }
        }
    }

    /// Asks who is not signed in to sign in, and keeps what was typed.
    ///
    /// What another site made a browser send is not kept, or somebody who signs in would be asked to send it on.
    private func signInFirst(_ request: Request) async throws -> Response {
        guard request.method == .post else { return Self.redirect(Self.signInPlace(next: request.uri.string)) }
        let form = try await form(in: request)
        guard isOwn(request), PendingForm.isKept(request.uri.path) else { return Self.redirect("/ui/sign-in") }
        guard let pending = PendingForm(path: request.uri.path, form: form) else {
            let words = "What you typed is too long to be kept: go back to have it, and sign in in another tab"
            return signInPage(request, next: Self.place(request.uri.path), error: words, status: .contentTooLarge)
        }
        return signInPage(request, next: "/ui", pending: pending, status: .unauthorized)
    }
}
