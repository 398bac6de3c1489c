internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Reads secrets from standard input, without echo on a terminal.
struct SecretPrompt {
    let console: Console

    /// A terminal's line has no more than 4 KiB.
    private static let limit = 1 << 16

    /// Reads a line as it is typed; Ctrl-C ends this process at once, and the terminal must echo again all the same.
    private static let script = """
        trap 'stty echo; exit 130' INT TERM HUP
        stty -echo
        IFS= read -r line
        status=$?
        stty echo
        printf %s "$line"
        exit $status
        """

    /// One line a name; a missing line is absent from the result.
    ///
    /// - Throws: ``CommandFailure`` where it was interrupted.
    func read(_ names: [String]) async throws -> [String: String] {
        var values: [String: String] = [:]
        for name in names {
            values[name] = Terminal.isTerminal(0) ? try await type(name) : readLine()
        }
        return values
    }

    private func type(_ name: String) async throws -> String? {
        console.raw("\(name): ")
        let typed = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", Self.script],
            input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
            output: .string(limit: Self.limit),
            error: .discarded
        )
        console.raw("\n")
        switch typed.terminationStatus {
        case .exited(130): throw CommandFailure(.cancelled, "no value was given for \(name)")
        case .exited(0): return typed.standardOutput
        default: return typed.standardOutput.isEmpty ? nil : typed.standardOutput
        }
    }
}
