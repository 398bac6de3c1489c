package import Foundation

/// What has to be done so that the engine has what the database says.
///
/// Pure: the same observations give the same plan, and once it is carried out the next one is empty.
package struct ReconciliationPlan: Sendable, Hashable {
    /// Dispatches whose container is there: somebody has to stay with it, whether it runs or has ended; one that never
    /// started its agent only while it runs.
    package private(set) var adopt: [DispatchID: ContainerSnapshot] = [:]
    /// Dispatches that never started their agent and have no running container: they wait again, for another attempt.
    package private(set) var requeue: [DispatchID] = []
    /// Dispatches that are over.
    package private(set) var conclude: [DispatchID: DispatchEnd] = [:]
    /// Those of them that are over because their container, by this name, was not listed.
    package private(set) var missing: [DispatchID: String] = [:]
    /// Containers of ours that nobody needs.
    package private(set) var remove: [ContainerHandle] = []

    /// Attempts after which a dispatch that never starts is given up: it may be what ends this process each time.
    package static let maximumAttempts = 10
    /// Age in seconds before which an unknown container is left alone: its dispatch may be in the making.
    package static let grace: TimeInterval = 60

    /// Makes the plan.
    ///
    /// - Parameters:
    ///   - unsupervised: dispatches that have not ended, that no task of this process stays with, and that are not in
    ///     its queue.
    ///   - supervised: those that one does, or may; nothing of theirs is touched.
    ///   - held: names of containers that supervised dispatches have and no label of theirs says so, and of those that
    ///     wait for a dispatch; likewise.
    ///   - containers: every container of this instance, from a list that was read whole.
    ///   - now: the time, by the engine's clock as far as we know.
    package init(
        unsupervised: [Dispatch],
        supervised: Set<DispatchID>,
        held: Set<String> = [],
        containers: [ContainerSnapshot],
        now: Date
    ) {
        let byName = Dictionary(containers.map { ($0.handle.name, $0) }) { first, _ in first }
        var needed: Set<String> = []
        for dispatch in unsupervised {
            let state = dispatch.state
            let container = state.containerName.flatMap { byName[$0] }
            guard state.boot != nil || Self.goesOn(dispatch, container) else {
                // Its container goes before the next attempt, or was never made.
                judgeUnstarted(dispatch)
                continue
            }
            if let container {
                adopt[dispatch.id] = container
                needed.insert(container.handle.name)
            } else {
                conclude[dispatch.id] = state.vanished(
                    "the container is gone, and with it how the agent ended",
                    flags: [.artifactsPartial]
                )
                missing[dispatch.id] = state.containerName
            }
        }
        let known = Set(unsupervised.map(\.id))
        for container in containers where !needed.contains(container.handle.name) {
            if let id = container.dispatch, supervised.contains(id) { continue }
            if held.contains(container.handle.name) { continue }
            // One that was made ahead is held from before it is made on, or an earlier process made it.
            let isOurs = container.dispatch.map(known.contains) ?? (container.warm != nil)
            guard isOurs || now.timeIntervalSince(container.createdAt) >= Self.grace else { continue }
            remove.append(container.handle)
        }
    }

    /// Leaves a dispatch as it is, whose container was not listed but is there.
    package mutating func leave(_ id: DispatchID) {
        conclude[id] = nil
        missing[id] = nil
    }

    /// Whether a container that has not started its agent yet can still come to it.
    ///
    /// It asks its door again for whatever it was not told. Values that came with the request went with the process that
    /// had them.
    private static func goesOn(_ dispatch: Dispatch, _ container: ContainerSnapshot?) -> Bool {
        guard let container, container.isRunning, dispatch.state.stopCause == nil else { return false }
        return (dispatch.request.options.valueSecretNames ?? []).isEmpty
    }

    private mutating func judgeUnstarted(_ dispatch: Dispatch) {
        switch dispatch.state.stopCause {
        case .cancel:
            conclude[dispatch.id] = dispatch.state.cancelled()
        case .timeout:
            conclude[dispatch.id] = DispatchEnd(
                status: .timeout,
                reason: .timeout,
                message: "the dispatch ran out of time before its agent started"
            )
        case nil where dispatch.state.attempt >= Self.maximumAttempts:
            conclude[dispatch.id] = DispatchEnd(
                status: .failed,
                reason: .infrastructure,
                message: "the agent could not be started in \(dispatch.state.attempt) attempts"
            )
        case nil:
            requeue.append(dispatch.id)
        }
    }
}
