package import Foundation

extension DispatchSummary {
    /// A ``DispatchError`` as the summary has it.
    package struct Problem: Sendable, Hashable, Codable {
        /// A class of failure.
        package var `class`: DispatchError.Class
        /// Whether the same dispatch may succeed later.
        package var retryable: Bool
        /// What to do next.
        package var remedy: String
        /// When the provider's limit ends.
        package var resetAt: Date?

        enum CodingKeys: String, CodingKey {
            case `class`, retryable, remedy
            case resetAt = "reset_at"
        }

        init(_ error: DispatchError) {
            `class` = error.class
            retryable = error.isRetryable
            remedy = error.remedy
            resetAt = error.resetAt
        }
    }

    /// A ``TokenUsage`` as the summary has it.
    package struct Usage: Sendable, Hashable, Codable {
        /// Tokens sent, those from a cache included.
        package var inputTokens: Int
        /// Tokens received.
        package var outputTokens: Int
        /// Tokens of the input that came from a cache.
        package var cachedInputTokens: Int?

        enum CodingKeys: String, CodingKey {
            case inputTokens = "input_tokens"
            case outputTokens = "output_tokens"
            case cachedInputTokens = "cached_input_tokens"
        }

        init(_ usage: TokenUsage) {
            inputTokens = usage.inputTokens
            outputTokens = usage.outputTokens
            cachedInputTokens = usage.cachedInputTokens
        }
    }
}
