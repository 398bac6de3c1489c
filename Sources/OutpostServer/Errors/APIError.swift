internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

/// A request that is answered with an error.
struct APIError: Error {
    var status: HTTPResponse.Status
    var body: ErrorBody
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ code: ErrorCode, _ message: String, details: JSONValue? = nil) {
        self.status = status
        body = ErrorBody(code: code, message: message, details: details)
    }

    /// Problems that an answer names; a body can have millions of them.
    private static let mostProblems = 100

    /// A request with fields that are wrong.
    init(problems: [FieldProblem]) {
        status = .badRequest
        body = ErrorBody(
            problems: problems.prefix(Self.mostProblems).map {
                FieldProblem(path: PlainText.excerpt($0.path), message: $0.message)
            }
        )
    }

    static let unknownEndpoint = APIError(.notFound, .notFound, "Endpoint not found")
    static let unexpected = APIError(.internalServerError, .internal, "An unexpected error occurred")
    static let operatorOnly = APIError(.forbidden, .authorization, "Only the operator's keys may administrate")
    static let badLink = APIError(.forbidden, .authorization, "The link is not valid, or no longer")
    static let bodyTooLarge = APIError(.contentTooLarge, .validation, "Request body too large")
    static let cutBody = APIError(.badRequest, .validation, "The request body did not arrive completely")

    static func missingScope(_ scope: Scope) -> APIError {
        APIError(.forbidden, .authorization, "Missing required scope: \(scope.rawValue)")
    }

    /// Artifacts with secrets in them, for who did not say that this is wanted.
    static func withheld(_ files: [ArtifactManifest.File]) -> APIError {
        let details: [JSONValue] = files.prefix(20).map { file in
            ["key": .string(file.path), "secretNames": .array((file.secretNames ?? []).map { .string($0) })]
        }
        return APIError(
            .conflict,
            .conflict,
            "\(files.map(\.path).prefix(3).joined(separator: ", ")) \(files.count == 1 ? "holds" : "hold") a secret and "
                + "is withheld; ask with reveal=true to have it nevertheless, and rotate the secret if others saw it",
            details: ["withheld": .array(details)]
        )
    }

    static func notFound(_ what: String, _ id: String) -> APIError {
        APIError(.notFound, .notFound, "\(what) not found: \(PlainText.excerpt(id))")
    }

    /// A range of a file beyond its end.
    static func rangeNotSatisfiable(size: Int) -> APIError {
        var error = APIError(
            .rangeNotSatisfiable,
            .validation,
            "The artifact has \(size) bytes, and none of the range that was asked for"
        )
        error.headers[.acceptRanges] = "bytes"
        error.headers[.contentRange] = "bytes */\(size)"
        return error
    }

    static func methodNotAllowed(allowed: [String]) -> APIError {
        var error = APIError(
            .methodNotAllowed,
            ErrorCode(rawValue: "METHOD_NOT_ALLOWED"),
            "This endpoint takes \(allowed.joined(separator: ", "))"
        )
        error.headers[.allow] = allowed.joined(separator: ", ")
        return error
    }

    static func rateLimited(retryAfter: Int) -> APIError {
        APIError(.tooManyRequests, .rateLimitExceeded, "Rate limit exceeded").retrying(after: retryAfter)
    }

    /// The same error with `Retry-After`.
    func retrying(after seconds: Int) -> APIError {
        var error = self
        error.headers[.retryAfter] = String(seconds)
        return error
    }
}
