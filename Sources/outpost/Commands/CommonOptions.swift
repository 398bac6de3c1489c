internal import ArgumentParser
internal import Foundation
internal import Logging

/// Options that several commands share.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Look for agents here first. Default: $OUTPOST_AGENTS_DIR.", valueName: "dir")
    )
    var agentsDir: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Keep data here. Default: $OUTPOST_DATA_DIR, else the system's place for it.",
            valueName: "dir"
        )
    )
    var dataDir: String?

    @Flag(name: .shortAndLong, help: "Say more about what goes on.")
    var verbose = false

    func validate() throws { try DataDirectoryLocation.check(named: dataDir) }

    func agentDirectories(_ environment: [String: String]) throws -> [String] {
        let named = agentsDir ?? environment["OUTPOST_AGENTS_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        let executable = Bundle.main.executablePath ?? CommandLine.arguments[0]
        return try AgentDirectories(named: named, executable: executable).resolve()
    }

    func dataDirectory(_ environment: [String: String]) -> String {
        DataDirectoryLocation.resolve(named: dataDir, environment: environment, isRoot: Process.isRoot)
    }

    /// Writes to standard error.
    var logger: Logger {
        var logger = Logger(label: "outpost") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .error
        return logger
    }
}
