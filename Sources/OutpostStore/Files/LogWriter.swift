internal import Foundation
internal import OutpostCore
internal import SystemPackage

/// A dispatch's log: `log.jsonl`, which is the record, and `output.log`, which is for people.
struct LogWriter: ~Copyable {
    private var record: FileWriter
    private var text: FileWriter
    private let limit: Int
    private let attempt: Int
    private var sequence: Int
    /// Lines that the limit kept out.
    private(set) var dropped = 0

    private struct Writers: ~Copyable {
        var record: FileWriter
        var text: FileWriter
    }

    /// Starts both files, which must not exist; `limit` bounds `output.log` in bytes, what comes after is counted only.
    init(record recordPath: String, text textPath: String, limit: Int, attempt: Int) throws {
        let writers = try Writers(record: FileWriter(creating: recordPath), text: FileWriter(creating: textPath))
        self.init(writers, limit: limit, attempt: attempt, sequence: 0)
    }

    /// Goes on with a record after its last whole line; the text for people is made anew from it.
    ///
    /// Lines of earlier attempts stay and are not counted: this attempt's container knows nothing of them.
    init(
        resuming recordPath: String,
        text textPath: String,
        limit: Int,
        attempt: Int,
        into recorded: inout RecordedLog
    ) throws {
        if FileManager.default.fileExists(atPath: textPath) { try FileManager.default.removeItem(atPath: textPath) }
        var text = try FileWriter(creating: textPath)
        var position = LogPosition.start
        var last = 0
        while true {
            let page = try LogFile.read(recordPath, from: position, limit: 1000)
            guard page.next != position else { break }
            position = page.next
            for entry in page.entries {
                try text.write(Array((entry.message + "\n").utf8)[...])
                last = entry.sequence
                guard entry.attempt == attempt else { continue }
                recorded.counts[entry.stream, default: 0] += 1
                if recorded.first[entry.stream] == nil { recorded.first[entry.stream] = entry.message }
                recorded.lastAt = entry.time
            }
        }
        let writers = Writers(record: try FileWriter(resuming: recordPath, at: position.offset), text: text)
        self.init(writers, limit: limit, attempt: attempt, sequence: last)
    }

    private init(_ writers: consuming Writers, limit: Int, attempt: Int, sequence: Int) {
        self.attempt = attempt
        record = writers.record
        text = writers.text
        self.limit = limit
        self.sequence = sequence
    }

    mutating func append(_ line: OutputLine, at time: Date) throws {
        sequence += 1
        guard text.size + line.text.utf8.count < limit else {
            dropped += 1
            return
        }
        let entry = LogFile.Entry(
            sequence: sequence,
            time: time,
            stream: line.stream,
            message: line.text,
            attempt: attempt > 1 ? attempt : nil
        )
        try record.write(try LogFile.encode(entry)[...])
        try text.write(Array((line.text + "\n").utf8)[...])
    }

    /// Ends the log on the disk and describes `output.log`.
    mutating func finish() throws -> ArtifactManifest.File {
        if dropped > 0 {
            let note = "outpost: the log's limit was reached; \(dropped) more lines are not kept\n"
            try text.write(Array(note.utf8)[...])
        }
        try record.sync()
        try text.sync()
        return ArtifactManifest.File(path: "output.log", size: text.size, sha256: text.sha256, type: "text/plain")
    }
}
