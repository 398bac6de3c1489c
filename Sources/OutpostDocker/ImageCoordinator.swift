package import Logging
package import OutpostCore

/// Has agents' images built once for everybody who needs them.
package actor ImageCoordinator: ImageProvider {
    private let builder: ImageBuilder
    private let logger: Logger
    /// Builds under way by repository, and who waits for them.
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// - Parameters:
    ///   - builder: builds.
    ///   - logger: told of builds as they begin and end.
    package init(builder: ImageBuilder, logger: Logger) {
        self.builder = builder
        self.logger = logger
    }

    /// Builds the image where it is missing; a failed build is tried again by the next caller.
    package func image(for agent: AgentFolder) async throws -> AgentImage {
        let tag = agent.manifest?.image ?? ImageBuilder.baseRepository
        while waiting[tag] != nil {
            await withCheckedContinuation { waiting[tag, default: []].append($0) }
        }
        waiting[tag] = []
        defer {
            for waiter in waiting.removeValue(forKey: tag) ?? [] { waiter.resume() }
        }
        return try await builder.ensure(agent) { [logger] progress in
            switch progress {
            case .building(let image): logger.info("image build started", metadata: ["image": "\(image)"])
            case .passedOver(let agent, let harness, let url):
                let metadata: Logger.Metadata = ["agent": "\(agent)", "harness": "\(harness)", "url": "\(url)"]
                logger.notice("harness passed over: its source does not answer", metadata: metadata)
            case .built(let image): logger.info("image built", metadata: ["image": "\(image)"])
            case .step, .output, .pulling: break
            }
        }
    }
}
