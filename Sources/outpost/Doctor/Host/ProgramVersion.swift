internal import OutpostCore
internal import Subprocess

/// Asks another program which version it is.
enum ProgramVersion {
    private static let patience = Duration.seconds(15)

    /// The first line that the program says; nil where there is none, or it does not answer in time.
    static func of(_ program: String, _ arguments: [String]) async -> String? {
        let text = try? await withTimeLimit(patience) {
            let result = try await Subprocess.run(
                .name(program),
                arguments: Arguments(arguments),
                input: .none,
                output: .string(limit: 4096),
                error: .string(limit: 4096)
            )
            return result.standardOutput.isEmpty ? result.standardError : result.standardOutput
        }
        return text?.split(separator: "\n").first.map(String.init)
    }
}
