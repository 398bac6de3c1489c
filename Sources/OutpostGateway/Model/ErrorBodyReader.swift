internal import Foundation

/// Keeps the first 64 KiB of an error answer.
struct ErrorBodyReader: FailureReader {
    private static let limit = 64 << 10
    private var kept: [UInt8] = []

    mutating func read(_ bytes: [UInt8]) {
        kept.append(contentsOf: bytes.prefix(Self.limit - kept.count))
    }

    /// What the provider's document says, or the beginning of what it said.
    var failure: ProviderFailure? {
        if let failure = ProviderError.failure(in: kept) { return failure }
        let text = String(decoding: kept, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : ProviderFailure(message: String(text.prefix(300)))
    }
}
