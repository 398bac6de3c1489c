/// Keeps a whole answer of at most 64 KiB, to find a model's refusal in it, or that it is none of a model.
struct AnswerBodyReader: FailureReader {
    private static let limit = 64 << 10
    private var kept: [UInt8] = []
    private var isTooLong = false

    mutating func read(_ bytes: [UInt8]) {
        guard !isTooLong else { return }
        isTooLong = kept.count + bytes.count > Self.limit
        if isTooLong { kept = [] } else { kept.append(contentsOf: bytes) }
    }

    var failure: ProviderFailure? { ModelRefusal.failure(in: kept) }

    var failureAtEnd: ProviderFailure? {
        if isTooLong { return nil }
        let start = kept.first { !Array(" \t\r\n".utf8).contains($0) }
        let isJSON = start == UInt8(ascii: "{") || start == UInt8(ascii: "[")
        return isJSON ? failure : .malformed(kept)
    }
}
