internal import ArgumentParser
internal import Foundation
internal import Logging
internal import OutpostCore

/// Runs one agent on one task: `outpost run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs one agent on one task, without a server.",
        discussion: """
            The agent works in a container without a network, on a copy of the repository.
            Its changes come back as diff.patch among the artifacts; with --apply they are
            applied to the local repository too.

            EXAMPLES
              outpost run claude "add a test for parse()" --repo .
              outpost run codex --task-file task.md --repo . --apply
              outpost run aider "fix the typo" --repo owner/name --branch main --timeout 9m
              outpost run claude "review this" --model fast --json
              outpost run claude,codex,aider "fix the failing test" --artifacts results

            Several agents, commas between them, work on the same task at once, each on a
            copy of its own. Their artifacts go to a folder each, a table compares them,
            and the exit status is that of the first one that did not succeed.

            EXIT STATUS
            \(CommandStatus.table)
            """
    )

    @Argument(help: "The agent's name, or several with commas between them; see: outpost agents list")
    var agent: String

    @Argument(help: "What to do. A task that begins with '-' is written after '--'.")
    var task: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Read the task from a file, or from standard input with '-'.", valueName: "file")
    )
    var taskFile: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A local folder, an https URL, or GitHub's owner/name. Default: the current folder's repository.",
            valueName: "path|url"
        )
    )
    var repo: String?

    @Flag(name: .long, help: "Start with an empty workspace.")
    var noRepo = false

    @Option(name: .long, help: "Branch, tag or commit to start from. Default: the working tree as it is.")
    var branch: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Lay before the task what the repository says of itself: none, minimal, standard, full, or up to this many"
                + " tokens (600 to 2000).",
            valueName: "level"
        )
    )
    var context = ContextLevel.none

    @Option(name: .long, help: "A model id, or flagship, balanced, fast.")
    var model: String?

    @Option(name: .long, help: "How long the agent may run: 600, 90s, 10m, 1h30m. Default: 10m.")
    var timeout: TimeSpan?

    @Option(
        name: .long,
        help: ArgumentHelp("Ask for a secret, or read it from standard input, a line each.", valueName: "name")
    )
    var secret: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Take a secret from the environment variable of its name, or another one.",
            valueName: "name[=variable]"
        )
    )
    var secretEnv: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Send model requests here instead of to the provider; no key is sent unless one is named.",
            valueName: "url"
        )
    )
    var modelUpstream: String?

    @Flag(
        name: .long,
        help:
            "Put the agent's own login (such as CLAUDE_CODE_OAUTH_TOKEN) into the container, and let it call its provider."
    )
    var direct = false

    @OptionGroup var reach: RunEgressOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Let the agent push this branch, or those below a beginning such as agent/*, to a remote repository.",
            valueName: "branch"
        )
    )
    var allowPush: [String] = []

    @Option(name: .long, help: ArgumentHelp("Put the artifacts into this new or empty folder.", valueName: "dir"))
    var artifacts: String?

    @Flag(name: .long, help: "Apply the changes to the local repository when the agent succeeded.")
    var apply = false

    @Flag(name: .long, help: "Let --apply apply changes that hold a secret, too.")
    var reveal = false

    @OptionGroup var common: CommonOptions

    @Option(name: .long, help: "How the container reaches the gateway: auto, socket or tcp.")
    var door = DoorChoice.automatic

    @Flag(name: .long, help: "Print one JSON object to standard output and everything else to standard error.")
    var json = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console()
        let settings: RunSettings
        do {
            if agents.count != 1 { try checkSeveral() }
            settings = try await self.settings(environment, console)
        } catch {
            throw CommandFailure.wrapping(error)
        }
        guard agents.count == 1 else { return try await runSeveral(settings, environment, console) }
        let progress = RunProgress(console: console, isMachine: json, isVerbose: common.verbose)
        let run = EmbeddedRun(
            settings: settings,
            environment: environment,
            logger: common.logger,
            progress: progress
        )
        try await RunPresentation(run: run, isMachine: json).present()
    }
}

extension DoorChoice: ExpressibleByArgument {}

extension ContextLevel: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }

    var defaultValueDescription: String { text }
}
