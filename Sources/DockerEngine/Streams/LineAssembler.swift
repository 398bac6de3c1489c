/// One line of a container's output.
package struct OutputLine: Sendable, Hashable {
    /// Where it was written.
    package var stream: OutputStream
    /// When the engine read the first part of the line; nil without timestamps.
    package var time: EngineTime?
    /// The line without its newline.
    package var bytes: [UInt8]
    /// False when the line is too long and goes on in the next one of its stream, or when the output ended without a newline.
    package var isTerminated: Bool

    /// Creates a line.
    package init(stream: OutputStream, time: EngineTime? = nil, bytes: [UInt8], isTerminated: Bool = true) {
        self.stream = stream
        self.time = time
        self.bytes = bytes
        self.isTerminated = isTerminated
    }

    /// The line as text; bytes that are not UTF-8 become U+FFFD.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Joins frames into lines, each stream for itself.
///
/// The engine cuts long lines at 16 KiB, with timestamps giving each part a prefix of its own; lines longer than the bound
/// come out in parts, cut between characters.
package struct LineAssembler: Sendable {
    private let longestLine: Int
    private let hasTimestamps: Bool
    private var pending: [OutputStream: OutputLine] = [:]

    /// Creates an assembler.
    ///
    /// - Parameters:
    ///   - longestLine: bytes after which a line is cut; at least 4, 64 KiB by default.
    ///   - hasTimestamps: whether every frame begins with an RFC 3339 time and a space, as asked from `containerLogs`.
    package init(longestLine: Int = 64 << 10, hasTimestamps: Bool = false) {
        self.longestLine = max(4, longestLine)
        self.hasTimestamps = hasTimestamps
    }

    /// Takes a frame and returns the lines that it completes.
    package mutating func append(_ frame: OutputFrame) -> [OutputLine] {
        var lines: [OutputLine] = []
        var rest = frame.bytes[...]
        let time = hasTimestamps ? Self.takeTimestamp(from: &rest) : nil
        while !rest.isEmpty {
            var line =
                pending.removeValue(forKey: frame.stream) ?? OutputLine(stream: frame.stream, time: time, bytes: [])
            let newline = rest.firstIndex(of: UInt8(ascii: "\n"))
            line.bytes.append(contentsOf: rest[..<(newline ?? rest.endIndex)])
            rest = newline.map { rest[($0 + 1)...] } ?? []
            cut(&line, into: &lines)
            if newline != nil {
                lines.append(line)
            } else if !line.bytes.isEmpty {
                pending[frame.stream] = line
            }
        }
        return lines
    }

    /// Ends the output and returns what had no newline, stdout first.
    package mutating func finish() -> [OutputLine] {
        let lines = OutputStream.allCases.compactMap { stream in
            pending.removeValue(forKey: stream).map { line in
                OutputLine(stream: stream, time: line.time, bytes: line.bytes, isTerminated: false)
            }
        }
        return lines
    }

    private func cut(_ line: inout OutputLine, into lines: inout [OutputLine]) {
        var start = 0
        while line.bytes.count - start > longestLine {
            let end = Self.characterBoundary(in: line.bytes, from: start, before: start + longestLine)
            let part = Array(line.bytes[start..<end])
            lines.append(OutputLine(stream: line.stream, time: line.time, bytes: part, isTerminated: false))
            start = end
        }
        line.bytes.removeFirst(start)
    }

    /// Steps back over at most three bytes to where a UTF-8 character begins.
    private static func characterBoundary(in bytes: [UInt8], from start: Int, before end: Int) -> Int {
        for candidate in stride(from: end, to: max(start, end - 4), by: -1) where bytes[candidate] & 0xC0 != 0x80 {
            return candidate
        }
        return end
    }

    /// Removes a leading `2024-01-01T00:00:00.000000000Z ` and returns its time; leaves anything else alone.
    private static func takeTimestamp(from bytes: inout ArraySlice<UInt8>) -> EngineTime? {
        guard let space = bytes.prefix(40).firstIndex(of: UInt8(ascii: " ")),
            let time = EngineTime(rfc3339: bytes[..<space])
        else { return nil }
        bytes = bytes[(space + 1)...]
        return time
    }
}
