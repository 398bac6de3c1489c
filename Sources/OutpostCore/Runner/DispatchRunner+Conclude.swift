internal import Foundation
internal import Logging

/// What a run came to.
package struct DispatchResult: Sendable {
    /// The dispatch in its terminal state.
    package let dispatch: Dispatch
    /// How it ended.
    package let end: DispatchEnd
    /// The sealed artifacts; nil when they could not be written.
    package let manifest: ArtifactManifest?
    /// What the runtime found out about the repository; nil without artifacts.
    package let facts: RepositoryFacts?
    /// What a reader has to know of the results, one sentence each, such as secrets in artifacts.
    package var warnings: [String] = []
}

extension DispatchRunner {
    /// Seals the artifacts, then makes the one terminal transition.
    func conclude(_ dispatch: Dispatch, _ end: DispatchEnd, _ session: DispatchSession) async throws -> DispatchResult {
        let seen = session.snapshot
        let time = now()
        var dispatch = try await store.dispatch(dispatch.id) ?? dispatch
        var end = end
        end.egress = session.egressReport.map(session.filter.redact)
        var manifest: ArtifactManifest?
        let warnings = session.filter.warnings(seen.facts)
        do {
            var summary = DispatchSummary(
                dispatch,
                harness: session.harness,
                end: end,
                facts: seen.facts,
                modelRequests: seen.seen.modelRequests,
                at: time
            )
            summary.warnings = warnings.isEmpty ? nil : warnings
            let sealed = try await archive.seal(summary, for: dispatch.id)
            metrics.sealed(sealed)
            manifest = sealed
        } catch {
            let problem = "the results could not be written: \(ErrorText.sentence(error))"
            logger.error("artifacts were not sealed", metadata: ["dispatch.id": "\(dispatch.id)", "error": "\(error)"])
            end = end.withoutArtifacts(problem)
        }
        let (_, state) = try await store.apply(.concluded(end, at: time), to: dispatch.id, at: time)
        dispatch.state = state
        return DispatchResult(
            dispatch: dispatch,
            end: state.end ?? end,
            manifest: manifest,
            facts: seen.facts,
            warnings: warnings
        )
    }

    /// Ends a dispatch whose results have no place to go, before anything was started.
    func concludeUnprepared(_ dispatch: Dispatch, _ error: any Error) async throws -> DispatchResult {
        let time = now()
        var dispatch = dispatch
        let message = "the results cannot be written: \(ErrorText.sentence(error))"
        let end = DispatchEnd(status: .failed, reason: .artifacts, message: message, flags: [.artifactsPartial])
        (_, dispatch.state) = try await store.apply(.concluded(end, at: time), to: dispatch.id, at: time)
        return DispatchResult(dispatch: dispatch, end: end, manifest: nil, facts: nil)
    }

    /// The end that an error of ours or of the engine's means.
    static func failure(_ error: any Error, in session: DispatchSession, _ state: DispatchState) -> DispatchEnd {
        let seen = session.snapshot.seen
        let flags: [DispatchFlag] = seen.didStart && !seen.hasArtifacts ? [.artifactsPartial] : []
        func failed(_ reason: DispatchReason, _ message: String) -> DispatchEnd {
            DispatchEnd(status: .failed, reason: reason, message: message, flags: flags)
        }
        return switch error {
        case ContainerError.imageMissing(let text): failed(.image, text)
        case ContainerError.unavailable(let text): failed(.infrastructure, text)
        case ContainerError.vanished(let text): state.vanished(text, flags: flags)
        case ContainerError.nameTaken(let text), ContainerError.notAsAsked(let text), ContainerError.refused(let text):
            failed(.start, text)
        case let refused as DispatchRefused:
            switch refused.state.stopCause {
            case .cancel: refused.state.cancelled()
            case .timeout: DispatchEnd(status: .timeout, reason: .timeout, message: "the dispatch ran out of time")
            case nil: failed(.infrastructure, "the dispatch was changed by somebody else meanwhile")
            }
        default: failed(.infrastructure, ErrorText.sentence(error))
        }
    }
}

extension DispatchEnd {
    /// The same end when its artifacts were lost: a success without results is none.
    fileprivate func withoutArtifacts(_ problem: String) -> DispatchEnd {
        let isSuccess = status == .success
        var end = DispatchEnd(
            status: isSuccess ? .failed : status,
            reason: isSuccess ? .artifacts : reason,
            exitCode: exitCode,
            message: isSuccess ? problem : message.map { "\($0); \(problem)" } ?? problem,
            flags: flags.contains(.artifactsPartial) ? flags : flags + [.artifactsPartial],
            error: isSuccess ? nil : error
        )
        end.egress = egress
        return end
    }
}
