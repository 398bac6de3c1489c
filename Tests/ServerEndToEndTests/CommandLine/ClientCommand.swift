internal import Foundation
internal import OutpostAPI
internal import Testing

/// The command line as a user of a server has it: with a configuration of its own, and nothing else of this machine's.
struct ClientCommand: Sendable {
    let bench: ServerBench
    /// On top of this process's.
    var variables: [String: String] = [:]

    /// With a server's address and a key.
    init(_ bench: ServerBench, url: String, key: String) {
        self.bench = bench
        variables = ["OUTPOST_API_URL": url, "OUTPOST_API_KEY": key]
    }

    /// With the bench's data directory.
    init(local bench: ServerBench) {
        self.bench = bench
        variables = ["OUTPOST_DATA_DIR": bench.data]
    }

    private var environment: [String: String] {
        ["XDG_CONFIG_HOME": bench.path + "/config", "NO_PROXY": "*", "NO_COLOR": "1"].merging(variables) { $1 }
    }

    func attempt(_ arguments: String..., input: String? = nil) async throws -> Shell.Answer {
        var environment = environment
        guard let input else { return try await Shell.attempt(OutpostBinary.path, arguments, environment: environment) }
        let file = bench.path + "/input-\(UUID().uuidString)"
        try Data(input.utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        environment["INPUT"] = file
        return try await Shell.attempt(
            "bash",
            ["-c", #"exec "$@" <"$INPUT""#, "bash", OutpostBinary.path] + arguments,
            environment: environment
        )
    }

    /// A command that has to succeed; what it printed, without the last line end.
    @discardableResult
    func run(_ arguments: String...) async throws -> String {
        try await Shell.run(OutpostBinary.path, arguments, environment: environment)
    }
}

extension String {
    /// The text as JSON; null where it is none.
    var asJSON: JSONValue { (try? APICoding.decode(JSONValue.self, from: Data(utf8))) ?? .null }
}
