internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOHTTP1
internal import OutpostCore

/// The outermost layer: gives the request its id, turns errors into answers, and writes the access log.
struct RequestMiddleware: RouterMiddleware {
    typealias Context = ServerContext

    let metrics: HTTPMetrics
    let accessLog: AccessLog
    let now: @Sendable () -> Date
    let makeRequestID: @Sendable () -> String

    /// What the framework calls the route of a path that has none.
    static let noRoute = "NotFound"

    func handle(
        _ request: Request,
        context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var context = context
        context.requestID = Self.acceptable(request.headers[.requestID]) ?? makeRequestID()
        context.receivedAt = now()
        var response: Response
        do {
            // A copy, because what runs elsewhere may not look at a variable.
            let known = context
            response = try await LogContext.$current.withValue(LogContext(requestID: known.requestID)) {
                try await AuditSource.$current.withValue(known.source) { try await next(request, known) }
            }
        } catch {
            response = try context.failure(error)
        }
        response.headers[.requestID] = context.requestID
        response.headers[.contentTypeOptions] = "nosniff"
        let duration = ContinuousClock.now - started
        let route = context.endpointPath.flatMap { $0 == Self.noRoute ? nil : $0 }
        metrics.answered(request.method, route: route, status: response.status.code, within: duration)
        accessLog.answered(request, context, response, within: duration)
        return response
    }

    /// The id that a client brought, if it is a UUID.
    static func acceptable(_ id: String?) -> String? {
        guard let id, id.utf8.count == 36, UUID(uuidString: id) != nil else { return nil }
        return id
    }
}

extension ServerContext {
    /// The answer to a request that failed.
    ///
    /// - Throws: an error of the HTTP parser, which the connection answers itself because it cannot go on.
    func failure(_ error: any Error) throws -> Response {
        if error is HTTPParserError { throw error }
        let failure = APIError(error, in: self)
        if failure.status == .internalServerError {
            logger.error(
                "request failed",
                metadata: ["request_id": .string(requestID), "error": .string(String(reflecting: error))]
            )
        }
        return answer(failure)
    }
}
