internal import ArgumentParser
internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// Builds the images of agents: `outpost agents build`.
struct AgentsBuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Builds the images of agents.",
        discussion: """
            Images are built when a run needs them; this does it ahead of time. The host's
            extra CA certificates are installed into them.

            EXAMPLE
              outpost agents build claude codex
              outpost agents build gemini --harness official
            """
    )

    @Argument(help: "Agents; none means all.")
    var names: [String] = []

    @Flag(name: .long, help: "Build again without the engine's cache, even if the image is there.")
    var rebuild = false

    @Option(
        name: .long,
        help: ArgumentHelp("The program that is to be the agent, where there are several.", valueName: "name")
    )
    var harness: String?

    @Flag(name: .shortAndLong, help: "Print the images' tags only.")
    var quiet = false

    @Flag(name: .long, help: "Print JSON: a list, an object an image.")
    var json = false

    @OptionGroup var common: CommonOptions

    /// An image that is there.
    private struct Entry: Encodable {
        let agent: String
        let image: String
        /// The program that is the agent; nil where there is no choice.
        let harness: String?
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console()
        let bar = ImageProgressBar(console: console, isVerbose: common.verbose)
        do {
            let catalog = try AgentCatalog.read(directories: try common.agentDirectories(environment))
            let agents = try (names.isEmpty ? catalog.names : names).map { try catalog.agent($0) }
            let settings = try HostSettings.images(environment, catalog, harnesses: choice(agents))
            let curl = CurlClient(environment: environment)
            let engine = try await EngineConnection.open(curl: curl, environment: environment)
            let builder = engine.images(of: catalog, settings: settings, curl: curl)
            var entries: [Entry] = []
            for agent in agents {
                let image = try await builder.ensure(agent, rebuild: rebuild) { progress in
                    if !quiet { bar.report(progress) }
                }
                let name = agent.manifest?.name ?? "base"
                entries.append(Entry(agent: name, image: image.reference, harness: image.harness))
                guard !json else { continue }
                let program = image.harness.map { ", " + $0 } ?? ""
                console.print(quiet ? image.reference : "\(name): \(image.reference)\(program)")
            }
            if json { try console.printJSON(entries) }
        } catch {
            throw CommandFailure.wrapping(error)
        }
    }

    private func choice(_ agents: [AgentFolder]) -> HarnessChoice? {
        guard let harness else { return nil }
        return HarnessChoice(agents.reduce(into: [:]) { $0[$1.manifest?.name ?? ""] = harness })
    }
}
