internal import ArgumentParser
internal import Foundation
internal import OutpostCore
internal import ScriptedModel

/// Shows a real agent at work with a scripted model: `outpost demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Shows a real agent at work, without a key.",
        discussion: """
            The agent, its container, the gateway and the repository are real. The model is
            not: a script on this machine answers in the provider's own wire format.

            EXAMPLE
              outpost demo codex --artifacts /tmp/demo
            """
    )

    @Argument(help: "The agent.")
    var agent = "claude"

    @Option(name: .long, help: ArgumentHelp("Put the artifacts into this new or empty folder.", valueName: "dir"))
    var artifacts: String?

    @OptionGroup var common: CommonOptions

    @Flag(name: .long, help: "Print one JSON object, as outpost run does, and everything else to standard error.")
    var json = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console()
        let agents = try common.agentDirectories(environment)
        do {
            _ = try AgentCatalog.read(directories: agents).agent(agent)
        } catch {
            throw CommandFailure.wrapping(error)
        }
        console.note("The model in this demonstration is SCRIPTED: its answers are fixed and no provider is asked.")
        console.note("Everything else is real: the agent, its container, the gateway, the repository.")
        let sample = try await SampleRepository.make()
        console.note("The repository that the agent gets: \(sample.path)")
        let script = try ModelScript.parse(yaml: SampleRepository.script)
        var settings = RunSettings(
            agent: agent,
            task: SampleRepository.task,
            repository: .local(path: sample.path),
            dataDirectory: common.dataDirectory(environment),
            agentDirectories: agents
        )
        settings.artifacts = artifacts
        let progress = RunProgress(console: console, isMachine: json, isVerbose: common.verbose)
        let logger = common.logger
        try await ScriptedModelServer.withServer(script: script) { server in
            var settings = settings
            settings.modelUpstream = server.url
            let run = EmbeddedRun(settings: settings, environment: environment, logger: logger, progress: progress)
            try await RunPresentation(run: run, isMachine: json).present()
        }
    }
}
