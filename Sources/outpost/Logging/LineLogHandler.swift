internal import Foundation
internal import Logging
internal import Synchronization

/// Writes each event of the log as one line.
struct LineLogHandler: LogHandler {
    let label: String
    let format: LogFormat
    let now: @Sendable () -> Date
    /// Takes whole lines, with their ends.
    let write: @Sendable (String) -> Void
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        // What is said at the place knows best.
        var all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = "\(error)" }
        let line = ServerLogLine(
            time: now(),
            level: event.level,
            label: label,
            source: event.source,
            message: "\(event.message)",
            metadata: all
        )
        write(format.text(line) + "\n")
    }
}

/// Standard error, a whole line at a time: a pipe takes long ones in pieces, which those of other threads must not part.
enum LogOutput {
    private static let turn = Mutex(())

    static func write(_ line: String) {
        turn.withLock { _ in
            // There is no place to tell that the log cannot be written.
            try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
        }
    }
}
