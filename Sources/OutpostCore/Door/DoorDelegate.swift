/// What the gateway tells the dispatch that a door belongs to.
///
/// Calls come from connection tasks, possibly several at once; each is answered to the container only after it
/// returns, so an effect that must be durable before the container goes on is made durable inside the call.
package protocol DoorDelegate: Sendable {
    /// The job was handed over; it may happen again until *started* is acknowledged.
    func jobFetched() async

    /// The runtime is about to run the agent.
    ///
    /// - Parameter boot: a nonce that the runtime made at its own start; a repeat with the same nonce is the same start.
    /// - Returns: false when this attempt was started by another boot: the container must not run the agent.
    /// - Throws: when the start could not be made durable; the runtime tries again.
    func started(boot: String) async throws -> Bool

    /// The runtime entered a phase (`relay`, `job`, `clone`, `context`, `run`, `collect`).
    func progressed(phase: String, message: String) async

    /// Takes the artifacts in, as an uncompressed tar in the order it arrives.
    ///
    /// - Throws: ``ArtifactRejection`` when the stream breaks a rule; anything else is a fault of ours (full disk).
    func receiveArtifacts(_ stream: AsyncThrowingStream<[UInt8], any Error>) async throws

    /// The runtime is done and the container will exit.
    func finished(_ report: FinishedReport) async

    /// One exchange with the model ended, in whatever way.
    func modelExchanged(_ exchange: ModelExchange) async

    /// The container wanted to reach another host, and this became of it.
    func egressDecided(_ decision: EgressDecision) async
}

/// How the runtime in the container ended, in its own words.
package struct FinishedReport: Sendable, Hashable {
    /// The set-up stage that failed (`relay`, `job`, `clone`, `branch`, `context`, `collect`), or nil when the agent ran.
    package var failedStage: String?
    /// The agent's exit status, or the runtime's own when a stage failed.
    package var exitCode: Int
    /// The last lines of the failed stage's error output; at most 4 KiB.
    package var message: String

    package init(failedStage: String?, exitCode: Int, message: String) {
        self.failedStage = failedStage
        self.exitCode = exitCode
        self.message = message
    }
}

/// One request of the agent to its model, as the gateway saw it.
package struct ModelExchange: Sendable, Hashable {
    /// Path below `/model`, without the query.
    package var path: String
    /// The provider's status; nil when no answer came.
    package var status: Int?
    /// Why it failed: the provider's own message where one could be read, else the transport's; nil on success.
    package var failure: String?
    /// The provider's own word for the kind of failure, such as `rate_limit_error`; nil where it gave none.
    package var code: String?
    /// `Retry-After` as the provider sent it, or the same from its error document.
    package var retryAfter: String?
    /// True when the agent went away before the answer was complete.
    package var abandoned: Bool

    package init(
        path: String,
        status: Int?,
        failure: String? = nil,
        code: String? = nil,
        retryAfter: String? = nil,
        abandoned: Bool = false
    ) {
        self.path = path
        self.status = status
        self.failure = failure
        self.code = code
        self.retryAfter = retryAfter
        self.abandoned = abandoned
    }
}
