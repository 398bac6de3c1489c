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
            Images are built when a run needs them; this does it ahead of time. The host's extra CA certificates are
            installed into them.

            EXAMPLE
              outpost agents build claude codex
            """
    )

    @Argument(help: "Agents; none means all.")
    var names: [String] = []

    @Flag(name: .long, help: "Build again without the engine's cache, even if the image is there.")
    var rebuild = false

    @Flag(name: .shortAndLong, help: "Print the images' tags only.")
    var quiet = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console()
        let bar = ImageProgressBar(console: console, isVerbose: common.verbose)
        do {
            let catalog = try AgentCatalog.read(directories: try common.agentDirectories(environment))
            let agents = try (names.isEmpty ? catalog.names : names).map { try catalog.agent($0) }
            let engine = try await EngineConnection.open(curl: CurlClient(), environment: environment)
            let builder = ImageBuilder(
                client: engine.client,
                base: catalog.base,
                settings: HostSettings.images(environment)
            )
            for agent in agents {
                let image = try await builder.ensure(agent, rebuild: rebuild) { progress in
                    if !quiet { bar.report(progress) }
                }
                console.print(quiet ? image : "\(agent.manifest?.name ?? "base"): \(image)")
            }
        } catch {
            throw CommandFailure.wrapping(error)
        }
    }
}
