internal import Foundation
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// How wide the terminal is.
enum TerminalSize {
    /// Columns of the terminal that standard output is; without one there is no limit.
    static func columns(_ environment: [String: String] = ProcessInfo.processInfo.environment) async -> Int {
        guard Terminal.isTerminal(1) else { return .max }
        if let columns = environment["COLUMNS"].flatMap({ Int($0) }) { return columns }
        let answer = try? await Subprocess.run(
            .name("stty"),
            arguments: ["-F", "/dev/tty", "size"],
            output: .string(limit: 64),
            error: .discarded
        )
        return parse(answer?.standardOutput ?? "") ?? Console().columns
    }

    /// The second of two numbers: rows and columns.
    static func parse(_ text: String) -> Int? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let columns = Int(words[1]), columns > 0 else { return nil }
        return columns
    }
}
