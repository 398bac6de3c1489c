package import Foundation

/// What was seen of one run, from every side that saw some of it.
package struct Observations: Sendable {
    /// Why it was told to stop, as committed.
    package var stopCause: StopCause?
    /// What whoever asked for the stop said.
    package var stopReason: String?
    /// Whether *started* became durable.
    package var didStart = false
    /// How the container ended; nil when that could not be learnt.
    package var exit: ExitStatus?
    /// The runtime's own report; nil when none came.
    package var report: FinishedReport?
    /// Whether a complete set of artifacts was taken in.
    package var hasArtifacts = false
    /// Why it was not, where we know.
    package var artifactProblem: String?
    /// What the agent did to its repository; nil without artifacts.
    package var changes: Changes?
    /// Requests for an answer that the agent made to its model.
    package var modelRequests = 0
    /// The last of them, if it failed.
    package var lastModelFailure: ModelExchange?
    /// When that was, for a `Retry-After` in seconds.
    package var lastModelFailureAt: Date?
    /// What the agent's output says of its end; nil where nobody could read it.
    package var outcome: AgentOutcome?
    /// The name of the provider's secret.
    package var credentialName: String?
    /// Whether the agent has a model at all.
    package var hasModel = false
    /// Whether lines of the log are missing.
    package var isLogTruncated = false
    /// Whether an earlier process saw a part of the run, and with it perhaps requests to the model.
    package var isAdopted = false
    /// Whether the engine went away while the agent ran.
    package var didLoseEngine = false

    package init() {}
}

/// What an agent did to its repository.
package enum Changes: String, Sendable, Hashable, CaseIterable, Codable {
    case none, uncommitted, committed
}

extension Observations {
    /// Records one exchange with the model.
    ///
    /// Side requests (token counts, model lists) say nothing. One that the agent abandoned says no more than that it
    /// asked: a stream may be left at its last event, before the provider closes it.
    package mutating func record(_ exchange: ModelExchange, at time: Date? = nil) {
        guard exchange.isGeneration, exchange.status != nil || !exchange.abandoned else { return }
        modelRequests += 1
        guard !exchange.abandoned else { return }
        lastModelFailure = exchange.failure == nil ? nil : exchange
        lastModelFailureAt = exchange.failure == nil ? nil : time
    }

    /// The one end that these observations mean.
    ///
    /// Exit codes of agents lie, so none is believed alone.
    package var verdict: DispatchEnd {
        switch stopCause {
        case .cancel: return end(.cancelled, .cancelled, stopReason ?? DispatchState.cancelledText)
        case .timeout: return end(.timeout, .timeout, "the agent was stopped at its deadline")
        case nil: break
        }
        if let failure = setupFailure { return failure }
        guard let exit else {
            return end(.failed, .vanished, "the container is gone and its exit status is not known")
        }
        if exit.isOutOfMemory, exit.code != 0, !isRuntimeShort {
            return end(.failed, .outOfMemory, "the container ran out of memory (exit \(exit.code))")
        }
        // The runtime outlives its agent and tells how it ended, unless somebody kills it too.
        if Self.killed.contains(exit.code), report == nil {
            let outside = "the container was killed from outside, or by an engine's restart (exit \(exit.code))"
            return didLoseEngine
                ? end(.failed, .engineRestart, "the engine was restarted and ended the container")
                : end(.failed, .killed, outside)
        }
        if let failure = lastModelFailure {
            return end(.failed, .provider, failure.sentence, error(of: failure))
        }
        if isHandInLost {
            return end(.failed, .artifacts, artifactProblem ?? handInProblem)
        }
        guard agentExitCode == 0 else {
            let remark = [report?.message ?? "", outcome?.error?.message ?? ""].first { !$0.isEmpty }
            let ending = "the agent exited with status \(agentExitCode ?? exit.code)"
            return end(.failed, .exit, remark.map { "\(ending): \($0)" } ?? ending, agentsError)
        }
        guard hasArtifacts, !isRuntimeShort else {
            return end(.failed, .artifacts, artifactProblem ?? handInProblem)
        }
        if changes == Changes.none, hasModel, modelRequests == 0, !isAdopted {
            let words = outcome?.error?.message.map { ": \($0)" } ?? ""
            return end(
                .failed,
                .ranNothing,
                "the agent ended without asking its model anything\(words)",
                ranNothingError
            )
        }
        if let failure = agentFailure { return failure }
        return end(.success, changes == Changes.none ? .noChanges : .changed, nil)
    }

    /// SIGKILL's status, and what an engine writes down that was killed itself and never heard how a container ended.
    private static let killed = [137, 255]

    /// A failure that only the agent's output tells of: it is believed when it says that it failed.
    private var agentFailure: DispatchEnd? {
        guard let outcome else { return nil }
        if outcome.wasDeniedEverything, changes == Changes.none {
            return end(.failed, .agentError, "every tool that the model wanted to use was denied", .init(.toolsDenied))
        }
        switch outcome.terminal {
        case .success: return nil
        case .failure:
            let words = outcome.error?.message ?? "it gave no reason"
            return end(.failed, .agentError, "the agent says that it failed: \(words)", agentsError)
        case nil:
            return end(.failed, .agentError, "the agent ended without saying that it was done", .init(.other))
        }
    }

    private var handInProblem: String {
        let said = report?.message ?? ""
        return said.isEmpty ? "the agent's results did not arrive" : said
    }

    /// The runtime could not hand in everything; what it could may have arrived.
    private var isRuntimeShort: Bool {
        // The agent's own status may be the same number.
        exit?.code == SetupStage.handInFailure && report?.exitCode != SetupStage.handInFailure
    }

    /// The runtime could hand in nothing and its last word was lost: its status is not the agent's, whose results would
    /// have come.
    private var isHandInLost: Bool { isRuntimeShort && report == nil && !hasArtifacts }

    private var agentExitCode: Int? {
        guard !isHandInLost else { return nil }
        if let report, report.failedStage == nil { return report.exitCode }
        return exit?.code
    }

    private var setupFailure: DispatchEnd? {
        guard !didStart || report?.failedStage != nil else { return nil }
        let stage = report?.failedStage ?? exit.flatMap { SetupStage(exitCode: $0.code)?.rawValue }
        let detail = (report?.message).flatMap { $0.isEmpty ? nil : $0 }
        switch stage.flatMap(SetupStage.init(rawValue:)) {
        case .clone: return repositoryEnd(.repository, detail ?? "the repository could not be cloned")
        case .branch: return repositoryEnd(.reference, detail ?? "the repository has no such branch, tag or commit")
        case .workspace: return end(.failed, .workspaceFull, detail ?? "the workspace holds more than it may")
        case .some(let stage):
            return end(.failed, .setup, detail ?? "the container's set-up failed at '\(stage.rawValue)'")
        case nil:
            guard let exit else { return end(.failed, .vanished, "the container is gone and never started the agent") }
            if exit.isOutOfMemory { return end(.failed, .outOfMemory, "the container ran out of memory in its set-up") }
            let ending = "the container ended with status \(exit.code) before the agent started"
            return end(.failed, .setup, detail ?? ending)
        }
    }

    /// A remedy that the message has is more precise than the one of its class, and takes its place.
    private func repositoryEnd(_ reason: DispatchReason, _ message: String) -> DispatchEnd {
        let (what, remedy) = RemedyText.split(message)
        let error = remedy.map { DispatchError(.repository, isRetryable: false, remedy: $0) }
        return end(.failed, reason, what, error)
    }

    private func end(
        _ status: DispatchStatus,
        _ reason: DispatchReason,
        _ message: String?,
        _ error: DispatchError? = nil
    ) -> DispatchEnd {
        var flags: [DispatchFlag] = []
        if isLogTruncated { flags.append(.logTruncated) }
        if didStart, !hasArtifacts || isRuntimeShort { flags.append(.artifactsPartial) }
        if let exit, exit.isOutOfMemory, exit.code == 0 { flags.append(.childOutOfMemory) }
        return DispatchEnd(
            status: status,
            reason: reason,
            // A container that was stopped before its agent began has a status, the agent has none.
            exitCode: stopCause != nil && !didStart ? nil : agentExitCode,
            message: message,
            flags: flags,
            error: error
        )
    }
}

extension ModelExchange {
    /// Whether the request asked for an answer, in any of the dialects.
    package var isGeneration: Bool {
        path.hasSuffix("/messages") || path.hasSuffix("/responses") || path.hasSuffix("/chat/completions")
            || path.hasSuffix(":generateContent") || path.hasSuffix(":streamGenerateContent")
    }
}
