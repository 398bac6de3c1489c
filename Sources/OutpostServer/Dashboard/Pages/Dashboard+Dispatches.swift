internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var dispatchPages: [DashboardPage] {
        [
            .page(.get, "/ui/dispatches", .scope(.list), listDispatches),
            .page(.get, "/ui/dispatches/{dispatchId}/cancel", .scope(.cancel), askToCancel),
            .page(.post, "/ui/dispatches/{dispatchId}/cancel", .scope(.cancel), cancel),
        ]
    }

    private func listDispatches(_ visit: DashboardPage.Visit) async throws -> Response {
        // Fields of a form that are left empty ask for nothing.
        let asked = (visit.request.uri.query ?? "").split(separator: "&").filter { !$0.hasSuffix("=") }
        var reader = QueryReader(asked.joined(separator: "&"))
        let query = reader.list(
            tenant: visit.tenant,
            status: { DispatchStatus(rawValue: $0).map { [$0] } },
            expected: DispatchStatus.allCases.map(\.rawValue)
        )
        let problems = reader.problems.map { FailureModel.Problem(field: $0.path, text: $0.message) }
        let page = problems.isEmpty ? try await server.service.list(query) : DispatchListing(views: [], hasMore: false)
        let presenter = server.presenter(visit.context)
        let filters = asked.filter { !$0.hasPrefix("cursor=") }
        let next = OutpostServer.cursor(after: page).map { cursor in
            "/ui/dispatches?" + (filters + ["cursor=\(cursor)"]).joined(separator: "&")
        }
        let model = DispatchListModel(
            rows: page.views.map { DispatchRow($0.dispatch, presenter: presenter) },
            isEmpty: page.views.isEmpty,
            statuses: FormOption.list(
                DispatchStatus.allCases.map(\.rawValue),
                selected: reader.values("status").first,
                any: "Any"
            ),
            agent: reader.values("agent").first ?? "",
            repo: reader.values("repo").first ?? "",
            tag: reader.values("tag").first ?? "",
            since: reader.values("since").first ?? "",
            nextPage: next,
            problems: problems
        )
        return self.page(
            "Dispatches",
            .dispatches,
            model,
            for: visit,
            status: problems.isEmpty ? .ok : .badRequest
        )
    }

    private func askToCancel(_ visit: DashboardPage.Visit) async throws -> Response {
        let id = try server.dispatchID(visit.context)
        let view = try await server.service.dispatch(id, tenant: visit.tenant)
        let status = view.dispatch.state.status
        guard !status.isTerminal else { throw ServiceError.alreadyEnded(status) }
        let model = CancelModel(id: id.text, agent: view.dispatch.request.agent, token: visit.session.formToken)
        return page("Cancel", .cancel, model, for: visit)
    }

    private func cancel(_ visit: DashboardPage.Visit) async throws -> Response {
        let id = try server.dispatchID(visit.context)
        let reason = visit.field("reason") ?? "Cancelled by user"
        guard reason.utf16.count <= 500 else {
            throw APIError(
                problems: [FieldProblem(path: "reason", message: "String must contain at most 500 character(s)")]
            )
        }
        _ = try await server.service.cancel(id, reason: reason, by: visit.principal)
        return Self.redirect("/ui/dispatches/\(id)")
    }
}

struct CancelModel {
    let id: String
    let agent: String
    let token: String
}

enum CancelTemplate {
    static let source = #"""
        <h1>Cancel this dispatch?</h1>
        <p>{{agent}} is stopped; what it did so far is kept. <code>{{id}}</code></p>
        <form method="post" action="/ui/dispatches/{{id}}/cancel" class="stack">
        <input type="hidden" name="token" value="{{token}}">
        <label for="reason">Reason (optional)</label>
        <input id="reason" name="reason" maxlength="500">
        <button type="submit" class="danger" data-testid="cancel-confirm">Cancel the dispatch</button>
        <p><a href="/ui/dispatches/{{id}}">Let it go on</a></p>
        </form>

        """#
}
