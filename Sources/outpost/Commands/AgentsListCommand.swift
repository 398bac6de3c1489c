internal import ArgumentParser
internal import Foundation
internal import OutpostCore

/// Lists the agents: `outpost agents list`.
struct AgentsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the agents.",
        discussion: "EXAMPLE\n  outpost agents list --models"
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
        do {
            let directories = try common.agentDirectories(ProcessInfo.processInfo.environment)
            catalog = try AgentCatalog.read(directories: directories)
        } catch {
            throw CommandFailure.wrapping(error)
        }
        let manifests = catalog.names.compactMap { catalog.agents[$0]?.manifest }
        let console = Console()
        if json { return try printJSON(manifests, console) }
        if quiet { return manifests.forEach { console.print($0.name) } }
        var table = Table(
            models ? ["AGENT", "MODEL", "TIER", "ALIASES"] : ["AGENT", "DEFAULT MODEL", "NEEDS", "SUMMARY"]
        )
        for manifest in manifests {
            if models { addModels(of: manifest, to: &table) } else { addSummary(of: manifest, to: &table) }
        }
        table.lines(columns: Terminal.isTerminal(1) ? console.columns : .max).forEach { console.print($0) }
        for (name, problem) in catalog.broken.sorted(by: { $0.key < $1.key }) {
            console.failure(CommandFailure(problem, agent: name))
        }
    }

    private func addSummary(of manifest: AgentManifest, to table: inout Table) {
        let model = manifest.model?.ids.first?.id ?? AgentManifest.noModel
        table.add([manifest.name, model, manifest.model?.authSecret ?? "-", manifest.summary])
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
        let models: [Model]

        struct Model: Encodable {
            let id: String
            let tier: Tier
            let aliases: [String]
        }
    }

    private func printJSON(_ manifests: [AgentManifest], _ console: Console) throws {
        let entries = manifests.map { manifest in
            Entry(
                name: manifest.name,
                summary: manifest.summary,
                image: manifest.image,
                secret: manifest.model?.authSecret,
                models: (manifest.model?.ids ?? []).map { .init(id: $0.id, tier: $0.tier, aliases: $0.aliases) }
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        console.print(String(decoding: try encoder.encode(entries), as: UTF8.self))
    }
}
