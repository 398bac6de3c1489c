/// A program that can be the agent: the provider's own command line, or another one that stands in for it.
///
/// An agent may name several. Which of them an image holds is decided when it is built, and said wherever the agent's
/// work is shown.
package struct AgentHarness: Sendable, Hashable {
    /// What `--harness` and the build argument `HARNESS` call it.
    package let name: String
    /// Name and version of the program, such as `codex 0.163.0`; nil where the image is another agent's.
    package let program: String?
    /// The agent whose image this one is built on, and whose program therefore stands in; nil for a program of its own.
    package let source: String?
    /// What has to be reachable for the image to be built; nil for nothing beyond what every image needs.
    package let needs: Requirement?

    /// A server that a build fetches from.
    package struct Requirement: Sendable, Hashable {
        /// An http or https URL that answers where the server can be reached, without a trailing slash.
        package let url: String
        /// A variable of the host that names another server to use instead, also given to the build as an argument.
        package let mirror: String?

        package init(url: String, mirror: String? = nil) {
            self.url = url
            self.mirror = mirror
        }
    }

    package init(name: String, program: String? = nil, source: String? = nil, needs: Requirement? = nil) {
        self.name = name
        self.program = program
        self.source = source
        self.needs = needs
    }
}

/// A harness with everything that its image takes, looked up among the agents.
package struct ResolvedHarness: Sendable {
    /// As the agent declares it.
    package let declared: AgentHarness
    /// Name and version of the program.
    package let program: String
    /// The agent whose image this one is built on; nil for `base`.
    package let source: AgentFolder?

    /// The words that people read in lists, labels and summaries: `aider 0.86.2 (stand-in)`.
    package var description: String { source == nil ? program : program + " (stand-in)" }
}

extension AgentCatalog {
    /// The harnesses that an agent's image may hold, the preferred one first; never empty.
    ///
    /// - Throws: ``HarnessError`` when a stand-in's agent is not there or has itself none but stand-ins.
    package func harnesses(of agent: AgentFolder) throws(HarnessError) -> [ResolvedHarness] {
        guard let manifest = agent.manifest else { return [] }
        var found: [ResolvedHarness] = []
        for harness in manifest.harnesses { found.append(try resolve(harness, of: manifest)) }
        return found
    }

    private func resolve(_ harness: AgentHarness, of manifest: AgentManifest) throws(HarnessError) -> ResolvedHarness {
        guard let source = harness.source else {
            return ResolvedHarness(declared: harness, program: harness.program ?? manifest.name, source: nil)
        }
        guard let folder = agents[source], let own = folder.manifest?.harnesses.first(where: { $0.source == nil })
        else { throw .noSource(agent: manifest.name, harness: harness.name, source: source) }
        return ResolvedHarness(declared: harness, program: own.program ?? source, source: folder)
    }
}

/// A harness that cannot be used.
package enum HarnessError: Error, Sendable, Hashable {
    /// The agent has none of that name.
    case unknown(agent: String, harness: String, known: [String])
    /// The agent that it is built on is not there.
    case noSource(agent: String, harness: String, source: String)
    /// Nothing that a build could fetch from answers.
    case unreachable(agent: String, tried: [String])
}

extension HarnessError: CustomStringConvertible {
    /// One sentence for people.
    package var description: String {
        switch self {
        case .unknown(let agent, let harness, let known):
            "\(agent) has no harness '\(harness)'; it has: \(known.joined(separator: ", "))"
        case .noSource(let agent, let harness, let source):
            "the harness '\(harness)' of \(agent) is built on the agent '\(source)', which is not there"
        case .unreachable(let agent, let tried):
            "the image of \(agent) cannot be built: \(tried.joined(separator: ", ")) does not answer"
        }
    }
}
