internal import Foundation

/// Finds an error event in a stream of server-sent events that began as a success.
struct EventStreamReader: FailureReader {
    private static let limit = 16 << 10
    /// The beginnings of a `data:` line that tells of a failure by itself.
    private static let failures = [
        #"data: {"error""#, #"data: {"type":"error""#, #"data: {"type":"response.failed""#,
        #"data: [{"error""#,
    ].map { Array($0.utf8) }

    private var line: [UInt8] = []
    private var isFailedEvent = false
    private(set) var failure: String?

    mutating func read(_ bytes: [UInt8]) {
        guard failure == nil else { return }
        var rest = bytes[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
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
        } else if line.starts(with: Array("data:".utf8)),
            isFailedEvent || Self.failures.contains(where: { line.starts(with: $0) })
        {
            let data = Array(line.dropFirst(5))
            failure =
                ProviderError.message(in: data)
                ?? String(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespaces).prefix(300))
        }
    }
}
