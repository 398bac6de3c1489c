internal import Hummingbird

/// Answers paths that no route has.
///
/// Below a protected prefix, only a caller with a key learns that there is nothing.
struct UnknownPathMiddleware: RouterMiddleware {
    typealias Context = ServerContext

    let admission: OutpostServer.Admission

    private static let protected: Set<Substring> = ["dispatch", "workspaces", "artifacts", "runs", "api", "admin"]

    func handle(
        _ request: Request,
        context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && context.endpointPath == "NotFound" {
            if let first = request.uri.path.split(separator: "/").first, Self.protected.contains(first) {
                try await admission.requireKey(of: request, at: context.receivedAt)
            }
            throw APIError.unknownEndpoint
        }
    }
}
