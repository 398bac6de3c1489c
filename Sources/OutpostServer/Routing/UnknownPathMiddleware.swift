internal import Foundation
internal import Hummingbird

/// Answers paths that no route has, and methods that a path does not take.
///
/// Below a protected prefix, only a caller with a key learns what there is.
struct UnknownPathMiddleware: RouterMiddleware {
    typealias Context = ServerContext

    let admission: OutpostServer.Admission
    let known: KnownPaths
    /// Has the pages with which people are answered; nil where there are none.
    let dashboard: Dashboard?

    private static let protected: Set<Substring> = ["dispatch", "workspaces", "artifacts", "runs", "api", "admin"]

    func handle(
        _ request: Request,
        context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError
            where error.status == .notFound && context.endpointPath == RequestMiddleware.noRoute
        {
            let refusal = try await refusal(of: request, at: context.receivedAt)
            guard let dashboard, Dashboard.has(request.uri.path) else { throw refusal }
            return Dashboard.secured(try dashboard.failure(refusal, in: context, visit: nil))
        }
    }

    private func refusal(of request: Request, at time: Date) async throws -> APIError {
        let path = request.uri.path
        if let match = known.match(path) {
            if !match.isOpen { try await admission.requireKey(of: request, at: time) }
            return .methodNotAllowed(allowed: match.methods)
        }
        if let first = path.split(separator: "/").first, Self.protected.contains(first) {
            try await admission.requireKey(of: request, at: time)
        }
        return .unknownEndpoint
    }
}
