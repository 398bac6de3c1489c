internal import Foundation
internal import OutpostCore

/// The record of a log, `log.jsonl`: one JSON object a line, appended only.
enum LogFile {
    /// A line of the file.
    struct Entry: Codable {
        let sequence: Int
        let time: Date
        let stream: OutputLine.Stream
        let message: String
        /// Absent for the first.
        let attempt: Int?

        enum CodingKeys: String, CodingKey {
            case sequence = "seq"
            case time, stream, message, attempt
        }
    }

    static let chunk = 64 << 10
    static let newline = UInt8(ascii: "\n")

    /// Reads complete lines from a position on; what is still being written is left for the next call.
    static func read(_ path: String, from position: LogPosition, limit: Int) throws -> LogPage {
        guard let file = FileHandle(forReadingAtPath: path) else { return LogPage(entries: [], next: .start) }
        defer { try? file.close() }
        let size = Int(try file.seekToEnd())
        let start = try lineStart(in: file, position.offset, size)
        try file.seek(toOffset: UInt64(start))
        var entries: [LogEntry] = []
        var offset = start
        var rest = Data()
        let enough = start + bytes(for: limit)
        let decoder = decoder
        while entries.count < limit, offset < enough, let piece = try file.read(upToCount: chunk), !piece.isEmpty {
            rest.append(piece)
            while entries.count < limit, offset < enough, let end = rest.firstIndex(of: newline) {
                let line = rest[rest.startIndex..<end]
                offset += line.count + 1
                rest = rest[(end + 1)...]
                if let entry = try? decoder.decode(Entry.self, from: line) { entries.append(LogEntry(entry)) }
            }
        }
        return LogPage(entries: entries, next: LogPosition(offset: offset))
    }

    /// Bytes after which a page of so many lines ends.
    ///
    /// Long lines make short pages: a reader holds one page, and there may be a thousand readers.
    static func bytes(for lines: Int) -> Int { max(chunk, lines << 10) }

    /// A position that does not begin a line was not given out by us; it counts as the end.
    static func lineStart(in file: FileHandle, _ offset: Int, _ size: Int) throws -> Int {
        guard offset > 0 else { return 0 }
        guard offset <= size else { return size }
        try file.seek(toOffset: UInt64(offset - 1))
        return try file.read(upToCount: 1)?.first == newline ? offset : size
    }

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            return try Date(text, strategy: timeFormat)
        }
        return decoder
    }

    /// Encodes one line, with its newline.
    static func encode(_ entry: Entry) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(timeFormat))
        }
        return Array(try encoder.encode(entry)) + [newline]
    }

    private static var timeFormat: Date.ISO8601FormatStyle { .init(includingFractionalSeconds: true) }
}

extension LogEntry {
    init(_ entry: LogFile.Entry) {
        self.init(
            sequence: entry.sequence,
            time: entry.time,
            stream: entry.stream,
            message: entry.message,
            attempt: entry.attempt ?? 1
        )
    }
}
