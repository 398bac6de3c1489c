internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Reads secrets from standard input, without echo on a terminal.
struct SecretPrompt {
    let console: Console

    /// One line a name; a missing line is absent from the result.
    func read(_ names: [String]) async throws -> [String: String] {
        var values: [String: String] = [:]
        for name in names {
            guard Terminal.isTerminal(0) else {
                values[name] = readLine()
                continue
            }
            console.raw("\(name): ")
            try await setEcho(false)
            values[name] = readLine()
            try await setEcho(true)
            console.raw("\n")
        }
        return values
    }

    private func setEcho(_ isOn: Bool) async throws {
        _ = try await Subprocess.run(
            .name("stty"),
            arguments: [isOn ? "echo" : "-echo"],
            input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
            output: .discarded,
            error: .discarded
        )
    }
}
