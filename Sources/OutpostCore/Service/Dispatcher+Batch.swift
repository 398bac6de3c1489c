extension Dispatcher {
    /// Accepts one dispatch for each draft, all or none; the same request again finds them.
    package func submit(batch drafts: [DispatchDraft], by principal: Principal) async throws -> BatchSubmission {
        let batch = BatchID(makeID())
        let submissions = try await accept(drafts, batch: batch, by: principal)
        return BatchSubmission(id: submissions.first?.dispatch.batch ?? batch, submissions: submissions)
    }

    /// The dispatches of a batch, the oldest first.
    package func batch(_ id: BatchID, tenant: String) async throws -> [BatchMember] {
        let found = try await dispatches(of: id, tenant)
        guard !found.isEmpty else { throw ServiceError.notFound }
        var members: [BatchMember] = []
        for dispatch in found {
            let hasEnded = dispatch.state.status.isTerminal
            let summary = hasEnded ? try await parts.reader.summary(dispatch.id) : nil
            var lines = summary?.lines
            // Summaries did not always have the counts.
            if hasEnded, lines == nil { lines = try await parts.reader.changedLines(dispatch.id) }
            members.append(BatchMember(dispatch: dispatch, summary: summary, lines: lines))
        }
        return members
    }

    /// Those of an earlier request, each where the request that repeats it names its agent.
    func replay(_ first: Dispatch, of drafts: [DispatchDraft]) async throws -> [Submission] {
        var earlier = [first]
        if let batch = first.batch { earlier = try await dispatches(of: batch, first.tenant) }
        let named = drafts.compactMap { draft in earlier.first { $0.request.agent == draft.agent } }
        return await views(of: named).map { submission($0, isReplay: true) }
    }

    private func dispatches(of batch: BatchID, _ tenant: String) async throws -> [Dispatch] {
        let query = DispatchQuery(tenant: tenant, batch: batch, limit: BatchMember.maximum)
        return try await parts.repository.list(query).dispatches.reversed()
    }
}

extension DispatchSummary {
    fileprivate var lines: PatchLineCounter? {
        guard let linesAdded, let linesRemoved else { return nil }
        return PatchLineCounter(added: linesAdded, removed: linesRemoved)
    }
}
