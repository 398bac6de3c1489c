internal import DockerEngine
internal import OutpostCore
internal import OutpostDocker

/// What an engine has of an agent's images.
struct ImageFacts: Sendable, Equatable {
    let agent: String
    /// The program in the image that would be used; nil where none is there.
    var built: String?
    /// The program that is preferred, or that the operator chose.
    var preferred: String?
    /// The name of that choice, for `--harness`.
    var choice: String?
    /// Whether there is an image of it that was built from something else than what is there now.
    var hasOther: Bool
    /// Why it could not be asked.
    var problem: String?

    /// Asks the engine.
    static func collect(
        _ catalog: AgentCatalog,
        engine: EngineConnection,
        builder: ImageBuilder,
        chosen: HarnessChoice
    ) async -> [ImageFacts] {
        let lister = HarnessLister(catalog: catalog, builder: builder)
        return await withTaskGroup(of: ImageFacts.self) { group in
            for (name, agent) in catalog.agents {
                let programs = lister.candidates(name)
                let wanted = programs.first { $0.declared.name == chosen.names[name] } ?? programs.first
                let facts = ImageFacts(
                    agent: name,
                    preferred: wanted?.description,
                    choice: wanted?.declared.name,
                    hasOther: false
                )
                group.addTask { await facts.looked(agent, engine.client, builder) }
            }
            var facts: [ImageFacts] = []
            for await one in group { facts.append(one) }
            return facts.sorted { $0.agent < $1.agent }
        }
    }

    private func looked(_ agent: AgentFolder, _ client: DockerClient, _ builder: ImageBuilder) async -> ImageFacts {
        var facts = self
        do {
            facts.built = try await builder.builtHarness(of: agent)?.description
            facts.hasOther = try await !client.listImages(labels: ["\(ImageBuilder.label)=\(facts.agent)"]).isEmpty
        } catch {
            facts.problem = ErrorText.sentence(error)
        }
        return facts
    }
}
