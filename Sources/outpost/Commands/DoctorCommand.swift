internal import ArgumentParser
internal import Foundation

/// Looks at what Outpost stands on: `outpost doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks the engine, this machine, images, keys and data, and says what to do.",
        discussion: """
            Each finding is ok, note (could be better), warning (a known weakness) or error
            (what is promised does not hold, or nothing can run), with the command that
            mends it. Nothing is changed. Without --quick a container that is as closed as
            an agent's shows in a second whether it reaches Outpost.

            The status is 0 without an error. Otherwise the first group that has one
            decides: engine 3 (there is none), 4 (it hangs) or 14, host 14, network 2, data
            12, images 5, credentials 10. With --strict warnings count, too; the engine's
            also keep outpost serve --strict from starting.

            With --json: {"worst": SEVERITY, "findings": [{"id": "engine.live-restore",
            "group", "severity", "title", "detail", "remedy", "sources"}]}. An id names a
            check and stays the same; a check may have several findings.

            EXAMPLES
              outpost doctor
              outpost doctor --online
              outpost doctor --strict --json
            """
    )

    @Flag(name: .long, help: "Fail for warnings too.")
    var strict = false

    @Flag(name: .long, help: "Run no container.")
    var quick = false

    @Flag(
        name: .long,
        help: "Ask each provider whether it takes its keys, stored ones too; this costs nothing, and no key is shown."
    )
    var online = false

    @Option(
        name: .long,
        help: ArgumentHelp("Look at the settings of this file of outpost serve, too.", valueName: "file")
    )
    var config: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let diagnosis = await doctor(ProcessInfo.processInfo.environment).examine()
        let console = Console()
        if json {
            try console.printJSON(DiagnosisBody(diagnosis))
        } else {
            DiagnosisLines(diagnosis: diagnosis, console: console).lines.forEach { console.print($0) }
        }
        let status = diagnosis.status(isStrict: strict)
        guard status == .success else { throw ExitCode(status.code) }
    }

    private func doctor(_ environment: [String: String]) -> Doctor {
        let settings = Result {
            try ServeSettings(
                flags: common.dataDir.map { [.dataDir: $0] } ?? [:],
                environment: environment,
                file: try ServeFile.named(config, environment: environment),
                isRoot: Process.isRoot
            )
        }
        let directory = (try? settings.get())?.dataDirectory ?? common.dataDirectory(environment)
        return Doctor(
            environment: environment,
            dataDirectory: directory,
            agents: Result { try agentDirectories(environment, named: (try? settings.get())?.agentsDirectory) },
            settings: settings,
            settingsFile: config ?? environment["OUTPOST_CONFIG"].flatMap { $0.isEmpty ? nil : $0 },
            isQuick: quick,
            isOnline: online
        )
    }

    /// The file's directory counts where neither option nor variable names one.
    private func agentDirectories(_ environment: [String: String], named: String?) throws -> [String] {
        var common = common
        common.agentsDir = common.agentsDir ?? named
        return try common.agentDirectories(environment)
    }
}
