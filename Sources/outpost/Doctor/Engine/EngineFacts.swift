internal import DockerEngine

/// What the search for an engine found, and what the engine says of itself.
struct EngineFacts: Sendable {
    /// Why a choice (`DOCKER_HOST`, the docker context) cannot be used; nil where it can, or there is none.
    var choiceProblem: String?
    /// The places that may be used, best first.
    var attempts: [EngineAttempt] = []
    /// Engines elsewhere that were not chosen.
    var others: [EngineAttempt] = []
    /// The engine that is used; nil where none is.
    var engine: Answer?
    /// Why an engine that answers a ping has nothing else to say.
    var silence: DockerError?

    /// An engine's own words.
    struct Answer: Sendable {
        let connection: EngineConnection
        let version: EngineVersion
        /// Seconds that the engine's clock is ahead of ours; nil where it does not say.
        let skew: Double?
        /// Its networks; nil where they were not asked for.
        let networks: [NetworkInspect]?
    }

    /// The place of the engine that is used.
    var used: EngineAttempt? {
        attempts.first { if case .answers = $0.outcome { true } else { false } }
    }
}
