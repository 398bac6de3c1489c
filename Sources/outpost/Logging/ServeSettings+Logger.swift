internal import Foundation
internal import Logging
internal import OutpostCore

extension ServeSettings {
    /// The server's logger, on standard error.
    func logger(environment: [String: String]) -> Logger {
        let format = LogFormat(
            logFormat,
            isTerminal: Terminal.isTerminal(2),
            takesColours: Console.takesColours(environment)
        )
        return Logger(label: "outpost") { label in
            LineLogHandler(
                label: label,
                format: format,
                now: { Date() },
                write: LogOutput.write,
                logLevel: logLevel,
                metadataProvider: LogContext.provider
            )
        }
    }
}
