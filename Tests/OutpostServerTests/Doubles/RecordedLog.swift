internal import Logging
internal import TestSupport

/// What was logged.
final class RecordedLog: Sendable {
    /// Message and metadata of each line.
    struct Line: Sendable {
        let message: String
        let metadata: Logger.Metadata

        subscript(key: String) -> String? { metadata[key].map { "\($0)" } }
    }

    private let kept = Observed<[Line]>([])

    var lines: [Line] { kept.value }

    /// The lines about requests.
    var requests: [Line] { lines.filter { $0.message == "request" } }

    var logger: Logger {
        let kept = kept
        return Logger(label: "test") { _ in Handler(kept: kept) }
    }

    private struct Handler: LogHandler {
        let kept: Observed<[Line]>
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = Line(message: "\(event.message)", metadata: metadata.merging(event.metadata ?? [:]) { $1 })
            kept.update { $0.append(line) }
        }
    }
}
