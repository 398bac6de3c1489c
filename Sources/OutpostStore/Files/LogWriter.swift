internal import Foundation
internal import OutpostCore
internal import SystemPackage

/// A dispatch's log: `log.jsonl`, which is the record, and `output.log`, which is for people.
struct LogWriter: ~Copyable {
    private var record: FileWriter
    private var text: FileWriter
    private let limit: Int
    private var sequence = 0
    /// Lines that the limit kept out.
    private(set) var dropped = 0

    private struct Writers: ~Copyable {
        var record: FileWriter
        var text: FileWriter
    }

    /// Starts both files, which must not exist; `limit` bounds `output.log` in bytes, what comes after is counted only.
    init(record recordPath: String, text textPath: String, limit: Int) throws {
        let writers = try Writers(record: FileWriter(creating: recordPath), text: FileWriter(creating: textPath))
        self.init(writers, limit: limit)
    }

    private init(_ writers: consuming Writers, limit: Int) {
        record = writers.record
        text = writers.text
        self.limit = limit
    }

    mutating func append(_ line: OutputLine, at time: Date) throws {
        sequence += 1
        guard text.size + line.text.utf8.count < limit else {
            dropped += 1
            return
        }
        let entry = LogFile.Entry(sequence: sequence, time: time, stream: line.stream, message: line.text)
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
