internal import Foundation

/// Finds an error event, or a model's refusal, in a stream of server-sent events that began as a success.
struct EventStreamReader: FailureReader {
    private static let limit = 16 << 10
    /// The beginnings of a `data:` line that tells of a failure by itself.
    private static let failures = [
        #"data: {"error""#, #"data: {"type":"error""#, #"data: {"type":"response.failed""#,
        #"data: [{"error""#,
    ].map { Array($0.utf8) }

    private static let lastEvents: Set = ["message_stop", "response.completed", "response.incomplete"]
    private static let geminiEnd = Array(#""finishReason""#.utf8)

    private var line: [UInt8] = []
    private var isFailedEvent = false
    private var hasData = false
    private var didEnd = false
    private(set) var failure: ProviderFailure?

    var isComplete: Bool { didEnd || failure != nil }
    var failureAtEnd: ProviderFailure? { failure ?? (hasData ? nil : .malformed(line)) }

    mutating func read(_ bytes: [UInt8]) {
        guard failure == nil else { return }
        var rest = bytes[...]
        while failure == nil, let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<newline])
            endLine()
            rest = rest[(newline + 1)...]
        }
        keep(rest)
    }

    private mutating func keep(_ piece: ArraySlice<UInt8>) {
        line.append(contentsOf: piece.prefix(Self.limit - line.count))
    }

    private mutating func endLine() {
        defer { line.removeAll(keepingCapacity: true) }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        if line.starts(with: Array("event:".utf8)) {
            let name = String(decoding: line.dropFirst(6), as: UTF8.self).trimmingCharacters(in: .whitespaces)
            isFailedEvent = name == "error" || name == "response.failed"
            didEnd = didEnd || Self.lastEvents.contains(name)
        } else if line.starts(with: Array("data:".utf8)) {
            let data = Array(line.dropFirst(5))
            if isFailedEvent || Self.failures.contains(where: { line.starts(with: $0) }) {
                let words = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespaces)
                failure = ProviderError.failure(in: data) ?? ProviderFailure(message: String(words.prefix(300)))
            } else {
                readAnswer(data)
            }
        }
    }

    private mutating func readAnswer(_ data: [UInt8]) {
        failure = ModelRefusal.failure(in: data)
        let start = data.drop { $0 == UInt8(ascii: " ") }
        if start.elementsEqual("[DONE]".utf8) || start.firstRange(of: Self.geminiEnd) != nil { didEnd = true }
        // The first tells for all: a model's answer is JSON from its first event on.
        guard !hasData else { return }
        hasData = true
        if start.first != UInt8(ascii: "{"), start.first != UInt8(ascii: "[") { failure = .malformed(start) }
    }
}
