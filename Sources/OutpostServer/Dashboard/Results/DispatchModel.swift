internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

/// One dispatch, for its page.
struct DispatchModel {
    let id: String
    let status: String
    let agent: String
    let task: String
    let facts: [Fact]
    let phases: [Phase]
    let problem: Problem?
    let canCancel: Bool
    let canRerun: Bool
    let log: LogModel
    let diff: DiffModel?
    let artifacts: ArtifactsModel
    let outcome: String

    struct Fact {
        let name: String
        let text: String
    }

    struct Phase {
        let name: String
        let at: String
        let took: String?
    }

    struct Problem {
        let message: String
        let kind: String?
        let remedy: String?
        let resets: String?
    }
}

extension DispatchModel {
    static func facts(of dispatch: Dispatch, _ body: DispatchBody, _ summary: SummaryFacts) -> [Fact] {
        let options = dispatch.request.options
        let secrets = dispatch.request.secretNames + (options.valueSecretNames ?? [])
        let tags = (body.tags ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
        let known: [(String, String?)] = [
            ("Model", body.modelId), ("Harness", summary.harness), ("Repository", body.repo), ("Branch", body.branch),
            ("Tokens", summary.tokens), ("Cost, as the agent reports it", summary.cost), ("Changes", summary.changes),
            ("Exit code", body.exitCode.map(String.init)), ("Timeout", PageTime.span(Double(body.timeoutSeconds))),
            ("Workspace", body.workspaceMode), ("Credentials", credentials(of: dispatch.request)),
            ("Secrets", secrets.isEmpty ? nil : secrets.joined(separator: ", ")),
            ("Egress", options.egress?.rawValue), ("Tags", tags.isEmpty ? nil : tags.joined(separator: ", ")),
            ("Queue position", body.queuePosition.map(String.init)), ("Waits for", body.waitsFor),
            ("Batch", body.batchId),
        ]
        return known.compactMap { name, text in text.map { Fact(name: name, text: $0) } }
    }

    /// Where the model's credentials are; nil for an agent without a model.
    private static func credentials(of request: DispatchRequest) -> String? {
        if request.options.isDirect { return "direct: a login inside the container" }
        return request.model == "none" ? nil : CredentialRoute.gateway.rawValue
    }

    static func phases(of dispatch: Dispatch, now: Date) -> [Phase] {
        let state = dispatch.state
        let (started, ended) = (state.startedAt, state.endedAt)
        var phases = [
            Phase(
                name: "Accepted",
                at: PageTime.text(dispatch.createdAt),
                took: PageTime.duration(from: dispatch.createdAt, to: started ?? ended ?? now).map { "waited \($0)" }
            )
        ]
        if let started {
            phases.append(
                Phase(
                    name: "Agent started",
                    at: PageTime.text(started),
                    took: PageTime.duration(from: started, to: ended ?? now).map { "ran \($0)" }
                )
            )
        }
        if state.status == .completing { phases.append(Phase(name: "Collecting results", at: "now", took: nil)) }
        if let ended {
            phases.append(Phase(name: "Ended: \(state.status.rawValue)", at: PageTime.text(ended), took: nil))
        }
        return phases
    }

    static func problem(of end: DispatchEnd?) -> Problem? {
        guard let end, end.status != .success else { return nil }
        return Problem(
            message: end.message ?? end.reason.rawValue,
            kind: end.error?.class.rawValue,
            remedy: end.error?.remedy,
            resets: (end.error?.resetAt).map(PageTime.text)
        )
    }

    static func outcome(of dispatch: Dispatch) -> String {
        guard let end = dispatch.state.end else { return "It has not ended yet." }
        let flags = end.flags.isEmpty ? "" : " Incomplete: \(end.flags.map(\.rawValue).joined(separator: ", "))."
        return "\(end.status.rawValue): \(end.reason.rawValue)." + flags
    }
}
