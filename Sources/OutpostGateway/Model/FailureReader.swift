internal import Foundation
internal import OutpostCore

/// Reads why a provider failed out of an answer that goes through, keeping a bounded part of it.
protocol FailureReader: Sendable {
    /// Looks at the next piece of the body.
    mutating func read(_ bytes: [UInt8])

    /// The provider's reason, if one was seen.
    var failure: ProviderFailure? { get }

    /// Whether the end that the provider's format has of its own was seen: clients leave then, before the connection's.
    var isComplete: Bool { get }

    /// What is wrong with an answer of which this was all.
    var failureAtEnd: ProviderFailure? { get }
}

extension FailureReader {
    var isComplete: Bool { false }
    var failureAtEnd: ProviderFailure? { failure }
}

/// Why a provider failed, as it told it.
struct ProviderFailure: Sendable, Hashable {
    /// At most 2000 characters.
    var message: String
    /// The provider's own word for the kind.
    var code: String?
    /// Seconds until it may be asked again, where the body has them.
    var retryAfter: String?

    /// An answer that no provider gives: of a proxy or a login page in between, as a rule.
    static func malformed(_ bytes: some Collection<UInt8>) -> ProviderFailure {
        let text = String(decoding: bytes.prefix(300), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let quote = text.isEmpty ? "it is empty" : text
        return ProviderFailure(
            message: "the answer is not in the provider's format: \(quote)",
            code: ModelExchange.malformedCode
        )
    }
}
