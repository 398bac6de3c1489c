extension DispatchRunner {
    /// Has a container that waits already do the dispatch, and stays with it until it ended.
    ///
    /// That the container is the dispatch's is durable before anything of the dispatch is at its door.
    ///
    /// - Throws: ``WarmContainerLost`` when it ended without having been given anything.
    func attempt(
        _ plan: DispatchPlan,
        with warm: WarmContainer,
        _ session: DispatchSession,
        _ stop: StopSignal
    ) async throws -> DispatchEnd {
        let outcome: Result<DispatchEnd, any Error>
        do {
            outcome = .success(try await use(warm, plan, session, stop))
        } catch {
            outcome = .failure(error)
        }
        // Open exchanges end here, as those of a door do that is opened for its dispatch.
        await warm.release()
        return try outcome.get()
    }

    private func use(
        _ warm: WarmContainer,
        _ plan: DispatchPlan,
        _ session: DispatchSession,
        _ stop: StopSignal
    ) async throws -> DispatchEnd {
        try await record(.claimed(containerName: warm.handle.name, id: warm.handle.id), plan.dispatch.id)
        session.report(.phase(.container))
        let end: DispatchEnd
        do {
            try warm.door.bind(door(for: plan, attempt: plan.dispatch.state.attempt + 1), delegate: session)
            end = try await watch(warm.handle, plan, warm.output, session, stop)
        } catch is WaitingDoorTaken {
            throw WarmContainerLost(container: warm.handle)
        } catch ContainerError.vanished where !session.snapshot.isJobFetched {
            throw WarmContainerLost(container: warm.handle)
        }
        let seen = session.snapshot
        guard seen.isJobFetched || seen.seen.stopCause != nil else { throw WarmContainerLost(container: warm.handle) }
        return end
    }
}
