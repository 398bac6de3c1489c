internal import OutpostAPI
internal import OutpostCore

extension Presenter {
    func accepted(_ batch: BatchSubmission) -> BatchAccepted {
        BatchAccepted(batchId: batch.id.text, dispatches: batch.submissions.map { accepted($0) })
    }

    func body(of batch: BatchID, _ members: [BatchMember]) -> BatchBody {
        BatchBody(batchId: batch.text, dispatches: members.map(Self.body))
    }

    private static func body(of member: BatchMember) -> BatchMemberBody {
        let (request, state) = (member.dispatch.request, member.dispatch.state)
        var body = BatchMemberBody(
            dispatchId: member.dispatch.id.text,
            agent: request.agent,
            modelId: request.model,
            status: state.status.rawValue
        )
        body.reason = state.end?.reason.rawValue
        if let summary = member.summary {
            body.harness = summary.harness
            body.filesChanged = summary.filesChanged
            body.durationSeconds = summary.durationSeconds
            body.inputTokens = summary.usage?.inputTokens
            body.outputTokens = summary.usage?.outputTokens
            body.reportedCostUsd = summary.reportedCostUSD
        }
        body.linesAdded = member.lines?.added
        body.linesRemoved = member.lines?.removed
        return body
    }
}
