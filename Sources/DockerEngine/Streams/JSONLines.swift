/// Cuts a stream of JSON objects, one a line, into the objects' bytes.
package struct JSONLines: Sendable {
    /// The longest object that is held; build and pull messages are far shorter.
    package static let longestLine = 4 << 20

    private var buffer: [UInt8] = []

    /// Creates a cutter at the beginning of a stream.
    package init() {}

    /// Takes the next bytes and returns the objects that they complete.
    ///
    /// - Throws: `DockerError.unavailable(.lost, …)` when a line exceeds ``longestLine``.
    package mutating func append(_ bytes: [UInt8]) throws(DockerError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            buffer.append(contentsOf: rest[..<newline])
            rest = rest[(newline + 1)...]
            take(into: &lines)
        }
        buffer.append(contentsOf: rest)
        guard buffer.count <= Self.longestLine else {
            throw .unavailable(.lost, "a message of the engine has more than \(Self.longestLine) bytes")
        }
        return lines
    }

    /// Ends the stream and returns a last object that had no newline.
    package mutating func finish() -> [[UInt8]] {
        var lines: [[UInt8]] = []
        take(into: &lines)
        return lines
    }

    private mutating func take(into lines: inout [[UInt8]]) {
        let isBlank = buffer.allSatisfy { " \t\r".utf8.contains($0) }
        if !isBlank { lines.append(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }
}
