internal import OutpostCore
internal import OutpostDocker

/// Says for the list of agents which program each of them is.
struct HarnessLister: Sendable {
    let catalog: AgentCatalog
    /// Nil where no engine answers.
    let builder: ImageBuilder?

    /// The programs that the agent can be, the preferred one first.
    func candidates(_ name: String) -> [ResolvedHarness] {
        guard let agent = catalog.agents[name] else { return [] }
        return (try? catalog.harnesses(of: agent)) ?? []
    }

    /// The program in the agent's image; nil when there is no image.
    func built(_ name: String) async -> String? {
        guard let agent = catalog.agents[name] else { return nil }
        return try? await builder?.builtHarness(of: agent)?.description
    }

    /// What the table has.
    func text(for name: String) async -> String {
        if let built = await built(name) { return built }
        let candidates = candidates(name).map(\.description).joined(separator: " or ")
        return candidates + " (not built)"
    }
}
