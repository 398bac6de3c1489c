internal import ArgumentParser
internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// Lists the agents: `outpost agents list`.
struct AgentsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the agents.",
        discussion: """
            HARNESS is the program in the agent's image; before that is built, the programs
            that it can be, the preferred one first.

            EXAMPLE
              outpost agents list --models
            """
    )

    @Flag(name: .long, help: "List every model of every agent.")
    var models = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print names only.")
    var quiet = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let catalog: AgentCatalog
        let lister: HarnessLister
        do {
            let environment = ProcessInfo.processInfo.environment
            catalog = try AgentCatalog.read(directories: try common.agentDirectories(environment))
            lister = HarnessLister(
                catalog: catalog,
                builder: try await builder(catalog, environment)
            )
        } catch {
            throw CommandFailure.wrapping(error)
        }
        let manifests = catalog.names.compactMap { catalog.agents[$0]?.manifest }
        let console = Console()
        if json { return try await printJSON(manifests, lister, console) }
        if quiet { return manifests.forEach { console.print($0.name) } }
        var table = Table(
            models ? ["AGENT", "MODEL", "TIER", "ALIASES"] : ["AGENT", "DEFAULT MODEL", "NEEDS", "HARNESS", "SUMMARY"]
        )
        for manifest in manifests {
            if models {
                addModels(of: manifest, to: &table)
            } else {
                addSummary(of: manifest, await lister.text(for: manifest.name), to: &table)
            }
        }
        console.print(table)
        for (name, problem) in catalog.broken.sorted(by: { $0.key < $1.key }) {
            console.failure(CommandFailure(problem, agent: name))
        }
    }

    /// Nil where no engine answers: the list of agents does not need one.
    private func builder(_ catalog: AgentCatalog, _ environment: [String: String]) async throws -> ImageBuilder? {
        guard !models, !quiet else { return nil }
        let settings = try HostSettings.images(environment, catalog)
        let curl = CurlClient(environment: environment)
        let engine = try? await EngineConnection.open(curl: curl, environment: environment)
        return engine?.images(of: catalog, settings: settings, curl: curl)
    }

    private func addSummary(of manifest: AgentManifest, _ harness: String, to table: inout Table) {
        let model = manifest.model?.ids.first?.id ?? AgentManifest.noModel
        table.add([manifest.name, model, manifest.model?.authSecret ?? "-", harness, manifest.summary])
    }

    private func addModels(of manifest: AgentManifest, to table: inout Table) {
        for model in manifest.model?.ids ?? [] {
            table.add([manifest.name, model.id, model.tier.rawValue, model.aliases.joined(separator: " ")])
        }
    }

    private struct Entry: Encodable {
        let name: String
        let summary: String
        let image: String
        let secret: String?
        /// What the image holds; nil before it is built.
        let harness: String?
        let harnesses: [Harness]
        let models: [Model]

        struct Harness: Encodable {
            let name: String
            let program: String
            let standIn: Bool
        }

        struct Model: Encodable {
            let id: String
            let tier: Tier
            let aliases: [String]
        }
    }

    private func printJSON(_ manifests: [AgentManifest], _ lister: HarnessLister, _ console: Console) async throws {
        var entries: [Entry] = []
        for manifest in manifests {
            let entry = Entry(
                name: manifest.name,
                summary: manifest.summary,
                image: manifest.image,
                secret: manifest.model?.authSecret,
                harness: await lister.built(manifest.name),
                harnesses: lister.candidates(manifest.name).map {
                    .init(name: $0.declared.name, program: $0.program, standIn: $0.source != nil)
                },
                models: (manifest.model?.ids ?? []).map { .init(id: $0.id, tier: $0.tier, aliases: $0.aliases) }
            )
            entries.append(entry)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        console.print(String(decoding: try encoder.encode(entries), as: UTF8.self))
    }
}
