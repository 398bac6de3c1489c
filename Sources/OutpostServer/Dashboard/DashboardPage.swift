internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

/// One address below `/ui`: how it is reached, who may, and what it shows.
struct DashboardPage: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let handler: Handler

    /// What answers.
    enum Handler: Sendable {
        /// For everybody.
        case open(@Sendable (Request, ServerContext) async throws -> Response)
        /// For who is signed in with a key that may; `open` is for each key.
        case signedIn(Route.Access, @Sendable (Visit) async throws -> Response)
    }

    /// A request of somebody who is signed in.
    struct Visit {
        let request: Request
        let context: ServerContext
        let session: DashboardSession
        let principal: Principal
        /// The fields of the form that was sent; empty for pages that are only looked at.
        var form: [String: String] = [:]

        var tenant: String { principal.tenant.id }

        /// Whether the page only looks what became of it.
        var isRefresh: Bool { request.headers[.outpostRefresh] != nil }

        /// Whether the key may do it.
        func has(_ scope: Scope) -> Bool { principal.has(scope) }

        /// Whether the key administrates the installation.
        var isAdministrator: Bool {
            principal.has(.admin) && principal.tenant.name == AdminService.operatorName
        }

        /// A field of the form without blanks around it; nil for an empty one.
        func field(_ name: String) -> String? {
            let text = form[name, default: ""].trimmingCharacters(in: .whitespacesAndNewlines)
            return text.isEmpty ? nil : text
        }
    }

    static func open(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ handler: @escaping @Sendable (Request, ServerContext) async throws -> Response
    ) -> DashboardPage {
        DashboardPage(method: method, path: path, handler: .open(handler))
    }

    static func page(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ access: Route.Access = .open,
        _ handler: @escaping @Sendable (Visit) async throws -> Response
    ) -> DashboardPage {
        DashboardPage(method: method, path: path, handler: .signedIn(access, handler))
    }
}
