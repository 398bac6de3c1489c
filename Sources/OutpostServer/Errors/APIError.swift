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
    ///
    /// - Parameters:
    ///   - files: those that are.
    ///   - link: the dispatch whose signed link was followed; nil where a key asked.
    /// - Returns: 409, with the way to have them nevertheless.
    static func withheld(_ files: [ArtifactManifest.File], link: DispatchID? = nil) -> APIError {
        let details: [JSONValue] = files.prefix(20).map { file in
            var detail: [String: JSONValue] = [
                "key": .string(file.path), "secretNames": .array((file.secretNames ?? []).map { .string($0) }),
            ]
            detail["unsearched"] = file.unsearched.map { .string($0) }
            return .object(detail)
        }
        let isOne = files.count == 1
        let holds = files.allSatisfy { $0.unsearched != nil } ? "may hold" : isOne ? "holds" : "hold"
        let way =
            link.map { "take a link from GET /artifacts/\($0)?reveal=true (this one cannot be changed)" }
            ?? "ask with reveal=true"
        return APIError(
            .conflict,
            .conflict,
            "\(files.map(\.path).prefix(3).joined(separator: ", ")) \(holds) a secret and \(isOne ? "is" : "are") withheld; "
                + "\(way) to have \(isOne ? "it" : "them") nevertheless, and rotate the secret if others saw it",
            details: ["withheld": .array(details)]
        )
    }

    static func notFound(_ what: String, _ id: String) -> APIError {
        APIError(.notFound, .notFound, "\(what) not found: \(PlainText.excerpt(id))")
    }

    /// A file that was changed after it was recorded.
    static func changedArtifact(_ path: String, recorded: Int, found: Int) -> APIError {
        APIError(
            .internalServerError,
            .internal,
            "\(path) has \(found) bytes on the server's disk and had \(recorded) when the dispatch ended: it was changed or "
                + "damaged there, and is not handed out; the operator has to look at the disk, or restore a backup"
        )
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

    static func tooManyStreams(_ limit: Int) -> APIError {
        let message = "Too many event streams are read at once"
        return APIError(.tooManyRequests, .rateLimitExceeded, message, details: ["limit": .integer(limit)])
            .retrying(after: 30)
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
