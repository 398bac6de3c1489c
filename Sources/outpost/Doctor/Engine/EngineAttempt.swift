internal import DockerEngine

/// A place where an engine may be, and what was found there.
struct EngineAttempt: Sendable, Equatable {
    let candidate: DockerDiscovery.Candidate
    let outcome: Outcome

    enum Outcome: Sendable, Equatable {
        /// There is no such socket.
        case absent
        /// This user may not open it; the owner and group are names, where they are known.
        case denied(owner: String, group: String)
        /// Nobody listens, or the address cannot be reached.
        case refused(String)
        /// Something accepts connections and says nothing.
        case silent
        /// What answers is no engine.
        case foreign(String)
        /// An engine that is too old, and the newest API that it speaks.
        case old(APIVersion)
        /// An engine that can be used.
        case answers(APIVersion)
    }
}
