package import OutpostCore

extension ImageBuilder {
    /// The harness that the agent would run with now: the one that was chosen, else the first whose image is there.
    ///
    /// No server is asked beyond the engine (`GET /images/{name}/json`).
    /// - Returns: nil when no image is there.
    /// - Throws: ``HarnessError``, or ``ContainerError/unavailable(_:)`` when the engine does not say.
    package func builtHarness(of agent: AgentFolder) async throws -> ResolvedHarness? {
        for harness in try candidates(agent) {
            if try await exists(reference(for: agent, harness)) { return harness }
        }
        return nil
    }

    /// The image that all agents' images stand on: as it would be built now, else the one that was built last.
    ///
    /// - Returns: nil when neither is there.
    /// - Throws: ``ContainerError/unavailable(_:)`` when the engine does not say.
    package func builtBase() async throws -> String? {
        for tag in [String(baseDigest.prefix(12)), "latest"] {
            let reference = "\(Self.baseRepository):\(tag)"
            if try await exists(reference) { return reference }
        }
        return nil
    }

    /// The tag that the agent's image has, or will have, with that harness.
    ///
    /// - Throws: ``HarnessError``.
    func reference(for agent: AgentFolder, _ harness: ResolvedHarness) throws -> String {
        let repository = agent.manifest?.image ?? Self.baseRepository
        var ground = baseDigest
        if let source = harness.source { ground = Self.digest([source.digest, ground, harness.program]) }
        let digest = Self.digest([agent.digest, ground, harness.declared.name])
        return "\(repository):\(digest.prefix(12))"
    }

    /// The names of all images that the agents' folders may need as they are now, whatever harness is chosen.
    ///
    /// - Throws: ``HarnessError``.
    func references() throws -> Set<String> {
        var references: Set = ["\(Self.baseRepository):\(baseDigest.prefix(12))", "\(Self.baseRepository):latest"]
        for agent in catalog.agents.values {
            for harness in try catalog.harnesses(of: agent) {
                references.insert(try reference(for: agent, harness))
            }
        }
        return references
    }

    /// Takes the harness that was chosen, else the first whose source answers.
    func chooseHarness(
        of agent: AgentFolder,
        _ progress: @Sendable (ImageBuildProgress) -> Void
    ) async throws -> ResolvedHarness {
        let name = agent.manifest?.name ?? "base"
        let candidates = try candidates(agent)
        if settings.harnesses.names[name] != nil, let chosen = candidates.first { return chosen }
        var tried: [String] = []
        for candidate in candidates {
            guard let url = source(of: candidate.declared) else { return candidate }
            if await answers(url) { return candidate }
            progress(.passedOver(agent: name, harness: candidate.declared.name, url: url))
            tried.append(url)
        }
        throw HarnessError.unreachable(agent: name, tried: tried)
    }

    /// The arguments that a build with that harness gets.
    func arguments(_ harness: ResolvedHarness, on ground: String) -> [String: String] {
        var arguments = ["BASE": ground, "HARNESS": harness.declared.name, "PROGRAM": harness.program]
        if let mirror = harness.declared.needs?.mirror { arguments[mirror] = settings.mirrors[mirror] }
        return arguments
    }

    private func candidates(_ agent: AgentFolder) throws(HarnessError) -> [ResolvedHarness] {
        let all = try catalog.harnesses(of: agent)
        let name = agent.manifest?.name ?? "base"
        guard let wanted = settings.harnesses.names[name] else { return all }
        let chosen = all.filter { $0.declared.name == wanted }
        guard !chosen.isEmpty else {
            throw .unknown(agent: name, harness: wanted, known: all.map(\.declared.name))
        }
        return chosen
    }

    private func source(of harness: AgentHarness) -> String? {
        guard let needs = harness.needs else { return nil }
        return needs.mirror.flatMap { settings.mirrors[$0] } ?? needs.url
    }
}
