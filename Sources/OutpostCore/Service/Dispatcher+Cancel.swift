extension Dispatcher {
    /// Time that a cancel waits for the end, so that its answer can tell it.
    static let cancelPatience = Duration.seconds(2)

    /// Stops a dispatch; one that waits ends at once.
    package func cancel(_ id: DispatchID, reason: String, by principal: Principal) async throws -> Dispatch {
        var dispatch = try await owned(id, principal.tenant.id)
        try Self.requireStoppable(dispatch.state)
        let time = now()
        let (change, state) = try await parts.repository.apply(
            .stopRequested(.cancel, reason: reason),
            to: id,
            at: time,
            audit: AuditEntry(
                at: time,
                tenant: dispatch.tenant,
                actor: principal.key.id,
                action: "dispatch.cancel",
                resource: id.text
            )
        )
        if change != .changed { try Self.requireStoppable(state) }
        dispatch.state = state
        running[id]?.stop.stop(.cancel)
        // Without a container there is nothing to wait for, though its image may still be in the making.
        if waiting.removeValue(forKey: id) != nil || state.status == .pending {
            dispatch.state = try await conclude(id, state.cancelled())
            return dispatch
        }
        await waitForEnd(of: id)
        return try await parts.repository.dispatch(id) ?? dispatch
    }

    private static func requireStoppable(_ state: DispatchState) throws(ServiceError) {
        guard !state.status.isTerminal else { throw .alreadyEnded(state.status) }
        if let cause = state.stopCause { throw .alreadyStopping(cause, state.status) }
    }

    private func waitForEnd(of id: DispatchID) async {
        let changes = hub.changes(of: id)
        let repository = parts.repository
        _ = try? await withTimeLimit(Self.cancelPatience, clock: parts.runner.clock) {
            for await _ in changes {
                if let state = try? await repository.dispatch(id)?.state, state.status.isTerminal { return }
            }
        }
    }
}
