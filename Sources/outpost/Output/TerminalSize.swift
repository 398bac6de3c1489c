internal import Foundation
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// How wide the terminal is.
enum TerminalSize {
    /// Columns of the terminal that standard output is, else of the one that standard error is; nil without one.
    static func measured() async -> Int? {
        guard let terminal = [1, 2].first(where: Terminal.isTerminal) else { return nil }
        // stty asks the terminal that its standard input is, on every system.
        let answer = try? await Subprocess.run(
            .name("stty"),
            arguments: ["size"],
            input: .fileDescriptor(FileDescriptor(rawValue: terminal), closeAfterSpawningProcess: false),
            output: .string(limit: 64),
            error: .discarded
        )
        return parse(answer?.standardOutput ?? "")
    }

    /// The second of two numbers: rows and columns.
    static func parse(_ text: String) -> Int? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let columns = Int(words[1]), columns > 0 else { return nil }
        return columns
    }
}
