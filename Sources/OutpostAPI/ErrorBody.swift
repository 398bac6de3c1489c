/// A failure.
package struct ErrorBody: Codable, Sendable, Hashable {
    /// A word for programs.
    package var code: ErrorCode
    /// A sentence for people.
    package var message: String
    /// More for programs; absent when there is no more.
    package var details: JSONValue?

    package init(code: ErrorCode, message: String, details: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// A request whose fields are wrong: `details.errors` lists each of them.
    package init(message: String = "Request validation failed", problems: [FieldProblem]) {
        let errors = problems.map { JSONValue.object(["path": .string($0.path), "message": .string($0.message)]) }
        self.init(code: .validation, message: message, details: .object(["errors": .array(errors)]))
    }

    /// The fields that `details.errors` lists, in order; empty where there are none.
    package var problems: [FieldProblem] {
        guard case .object(let details)? = details, case .array(let errors)? = details["errors"] else { return [] }
        return errors.compactMap { error in
            guard case .object(let error) = error, case .string(let path)? = error["path"],
                case .string(let message)? = error["message"]
            else { return nil }
            return FieldProblem(path: path, message: message)
        }
    }
}

/// What is wrong with one field of a request.
package struct FieldProblem: Sendable, Hashable {
    /// The field, its parents before it and dots between; empty for the whole body.
    package var path: String
    /// What is wrong with it.
    package var message: String

    package init(path: String, message: String) {
        self.path = path
        self.message = message
    }
}

/// The codes of failures, in Outpost v2's words.
package struct ErrorCode: RawRepresentable, Codable, Sendable, Hashable {
    /// The word on the wire.
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// 400 and 413.
    package static let validation = ErrorCode(rawValue: "VALIDATION_ERROR")
    /// 401.
    package static let authentication = ErrorCode(rawValue: "AUTHENTICATION_ERROR")
    /// 403.
    package static let authorization = ErrorCode(rawValue: "AUTHORIZATION_ERROR")
    /// 404.
    package static let notFound = ErrorCode(rawValue: "NOT_FOUND")
    /// 409.
    package static let conflict = ErrorCode(rawValue: "CONFLICT")
    /// 429.
    package static let rateLimitExceeded = ErrorCode(rawValue: "RATE_LIMIT_EXCEEDED")
    /// 500.
    package static let `internal` = ErrorCode(rawValue: "INTERNAL_ERROR")
    /// 503.
    package static let serviceUnavailable = ErrorCode(rawValue: "SERVICE_UNAVAILABLE")
}
