internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

/// The pages below `/ui`: what the API does, for people with a browser.
///
/// They need no script: it only keeps them fresh. Nothing is loaded from elsewhere.
struct Dashboard: Sendable {
    let server: OutpostServer
    let sessions: DashboardSessions
    let templates: DashboardTemplates

    /// - Throws: an error of a template that is malformed, which a test would have found.
    init(_ server: OutpostServer) throws {
        self.server = server
        sessions = DashboardSessions(makeToken: server.makeSessionToken)
        templates = try DashboardTemplates()
    }

    var pages: [DashboardPage] {
        assetPages + signInPages + overviewPages + dispatchPages + resultPages + newDispatchPages + agentPages
            + workspacePages
            + tenantPages + keyPages + secretPages + healthPages + [unknownPage]
    }

    /// Whether an address is one of the dashboard's, there or not.
    static func has(_ path: String) -> Bool { path == "/ui" || path.hasPrefix("/ui/") }

    /// What no other page has, so that a mistyped address does not end outside.
    private var unknownPage: DashboardPage {
        .page(.get, "/ui/**") { _ in throw APIError(.notFound, .notFound, "There is no such page") }
    }
}
