/// The error format that both of OpenAI's APIs share.
enum OpenAIFailure {
    static func body(_ failure: Failure) -> JSON {
        let (type, code): (JSON, JSON) =
            switch failure.status {
            case 401: ("invalid_request_error", "invalid_api_key")
            case 403: ("invalid_request_error", "permission_denied")
            case 404: ("invalid_request_error", "not_found")
            case 429: ("requests", "rate_limit_exceeded")
            case 400..<500: ("invalid_request_error", nil)
            case 503, 529: ("server_error", "server_is_overloaded")
            default: ("server_error", "internal_error")
            }
        return ["error": ["message": .string(failure.message), "type": type, "param": nil, "code": code]]
    }

    static func headers(retryAfter seconds: Int) -> [(String, String)] {
        [("retry-after", String(seconds)), ("x-ratelimit-reset-requests", "\(seconds)s")]
    }
}
