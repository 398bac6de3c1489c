internal import Foundation

extension ModelExchange {
    /// The code of an answer in which the model declined the task.
    package static let refusalCode = "refusal"

    /// The code of an answer that is not in the provider's format.
    package static let malformedCode = "malformed_answer"

    /// The kind of failure that a failed exchange was.
    ///
    /// Providers agree on the status of few things: a wrong key is a 400 to Gemini and xAI, a refusal a 403 to xAI, and
    /// Gemini says the same of a limit that passes in a minute as OpenAI of an account without money.
    var errorClass: DispatchError.Class {
        guard let status else { return .network }
        if code == Self.refusalCode { return .refused }
        if code == Self.malformedCode { return .network }
        let words = ((failure ?? "") + " " + (code ?? "")).lowercased()
        func has(_ list: [String]) -> Bool { list.contains(where: words.contains) }
        switch status {
        case 402: return .budget
        case 429 where retryAfter != nil && !has(Self.unpaidForSure): return .rateLimit
        case 400...499 where has(Self.unpaid) || has(Self.unpaidForSure): return .budget
        case 400...499 where has(Self.refusals): return .refused
        case 401, 403: return .auth
        case 400 where has(Self.wrongKeys): return .auth
        case 408: return .network
        case 429: return .rateLimit
        case 400...499: return .invalidRequest
        case 500...: return .overloaded
        default:
            if has(Self.unpaid) || has(Self.unpaidForSure) { return .budget }
            if has(["rate limit", "rate_limit"]) { return .rateLimit }
            if has(["context_length", "context window", "prompt is too long"]) { return .invalidRequest }
            return has(["overloaded", "server"]) ? .overloaded : .network
        }
    }

    private static let unpaidForSure = [
        "insufficient_quota", "credit balance", "payment required", "spending limit", "available credits",
        "any credits", "insufficient balance",
    ]
    private static let unpaid = ["billing"]
    private static let refusals = [
        "usage guidelines", "usage policy", "usage policies", "content_policy", "content policy", "content_filter",
    ]
    private static let wrongKeys = ["api key not valid", "api_key_invalid", "api key expired", "incorrect api key"]

    /// The time that `Retry-After` names: seconds from the answer, or a date; nil where it is neither.
    func resetAt(answeredAt: Date?) -> Date? { RetryAfter.time(retryAfter, answeredAt: answeredAt) }

    /// What happened, for people.
    var sentence: String {
        let reason = failure ?? "no reason given"
        guard let status else { return "the model could not be reached: \(reason)" }
        if code == Self.refusalCode { return reason }
        let retry = retryAfter.map { " (retry after \($0))" } ?? ""
        return "the provider answered \(status): \(reason)\(retry)"
    }
}
