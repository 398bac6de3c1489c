/// How serious a line of a log is, guessed from its text as Outpost v2 did.
enum LogLevel: String, CaseIterable {
    case info, warn, error, debug

    init(of message: String) {
        let lowered = message.prefix(1000).lowercased()
        if lowered.contains("[error]") || lowered.contains("error:") || lowered.contains("exception") {
            self = .error
        } else if lowered.contains("[warn]") || lowered.contains("warning:") {
            self = .warn
        } else if lowered.contains("[debug]") || lowered.contains("debug:") {
            self = .debug
        } else {
            self = .info
        }
    }
}
