internal import Foundation
internal import OutpostCore

extension LogFile {
    /// Reads the last complete lines before a position, or of the file; no more of it than it takes to find them.
    static func readTail(_ path: String, before position: LogPosition?, limit: Int) throws -> LogTail {
        guard let file = FileHandle(forReadingAtPath: path) else {
            return LogTail(entries: [], start: .start, next: .start)
        }
        defer { try? file.close() }
        let size = Int(try file.seekToEnd())
        let end = try position.map { try lineStart(in: file, $0.offset, size) } ?? size
        let (bytes, start) = try lastBytes(of: file, before: end, lines: limit)
        // What comes after the last newline is still being written.
        var cut = bytes.lastIndex(of: newline).map { $0 + 1 } ?? bytes.startIndex
        let next = LogPosition(offset: start + bytes.distance(from: bytes.startIndex, to: cut))
        var lines: [Data] = []
        var count = 0
        while cut > bytes.startIndex, lines.count < limit, count < Self.bytes(for: limit) {
            let line = bytes[..<(cut - 1)]
            let before = line.lastIndex(of: newline)
            // Without a newline before it, it is whole only at the beginning of the file.
            guard before != nil || start == 0 else { break }
            let first = before.map { $0 + 1 } ?? bytes.startIndex
            lines.append(line[first...])
            count += cut - first
            cut = first
        }
        let decoder = decoder
        let entries = lines.reversed().compactMap { try? decoder.decode(Entry.self, from: $0) }.map { LogEntry($0) }
        return LogTail(entries: entries, start: LogPosition(offset: next.offset - count), next: next)
    }

    /// The bytes before a place that hold so many lines, and where they begin.
    private static func lastBytes(
        of file: FileHandle,
        before end: Int,
        lines: Int
    ) throws -> (bytes: Data, start: Int) {
        var bytes = Data()
        var start = end
        var newlines = 0
        // The newline that ends the last line, and the one before the first.
        while start > 0, newlines <= lines, newlines < 2 || bytes.count <= Self.bytes(for: lines) {
            let length = min(chunk, start)
            try file.seek(toOffset: UInt64(start - length))
            guard let piece = try file.read(upToCount: length), piece.count == length else { break }
            newlines += piece.count { $0 == newline }
            bytes = piece + bytes
            start -= length
        }
        return (bytes, start)
    }
}
