internal import Foundation
internal import Testing

@testable internal import OutpostCore

@Suite("A reconciliation plan")
struct ReconciliationPlanTests {
    private static let now = Samples.epoch

    private func dispatch(
        _ events: [DispatchEvent],
        _ id: String = "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        options: DispatchOptions = DispatchOptions()
    ) throws -> Dispatch {
        let request = try DispatchRequest(agent: Samples.manifest, task: "do it", options: options)
        var dispatch = Dispatch(id: try Samples.id(id), tenant: "local", request: request, createdAt: Self.now)
        for event in events { #expect(dispatch.state.apply(event) == .changed) }
        return dispatch
    }

    private func container(
        _ name: String,
        of id: DispatchID?,
        age: TimeInterval = 3600,
        isRunning: Bool = true,
        warm: WarmID? = nil
    ) -> ContainerSnapshot {
        ContainerSnapshot(
            handle: ContainerHandle(id: "id-" + name, name: name),
            dispatch: id,
            isRunning: isRunning,
            createdAt: Self.now - age,
            warm: warm
        )
    }

    private func plan(
        _ dispatches: [Dispatch],
        _ containers: [ContainerSnapshot],
        supervised: Set<DispatchID> = [],
        held: Set<String> = []
    ) -> ReconciliationPlan {
        ReconciliationPlan(
            unsupervised: dispatches,
            supervised: supervised,
            held: held,
            containers: containers,
            now: Self.now
        )
    }

    private static let made: [DispatchEvent] = [.provisioning(containerName: "one"), .containerCreated(id: "id-one")]
    private static let started = made + [.started(boot: "boot", at: epoch)]
    private static let epoch = Samples.epoch

    @Test("adopts the container of an agent that was started, whether it runs or has ended")
    func adopts() throws {
        for events in [Self.started, Self.started + [.completing], Self.started + [.stopRequested(.cancel)]] {
            let dispatch = try dispatch(events)
            let plan = plan([dispatch], [container("one", of: dispatch.id)])
            #expect(plan.adopt.mapValues(\.handle) == [dispatch.id: ContainerHandle(id: "id-one", name: "one")])
            #expect(plan.requeue.isEmpty && plan.conclude.isEmpty && plan.remove.isEmpty)
        }
    }

    @Test("ends a dispatch whose started container is gone, by its first stop cause")
    func vanished() throws {
        for (cause, reason) in [(nil, DispatchReason.vanished), (StopCause.cancel, .cancelled), (.timeout, .timeout)] {
            let dispatch = try dispatch(Self.started + (cause.map { [.stopRequested($0)] } ?? []))
            let plan = plan([dispatch], [])
            #expect(plan.conclude[dispatch.id]?.reason == reason)
            #expect(plan.conclude[dispatch.id]?.flags == [.artifactsPartial])
            #expect(plan.adopt.isEmpty && plan.requeue.isEmpty && plan.remove.isEmpty)
        }
    }

    @Test("adopts a running container that has not started its agent, unless its job cannot be told again")
    func adoptsUnstarted() throws {
        let made = try dispatch(Self.made)
        let running = container("one", of: made.id)
        #expect(plan([made], [running]).adopt == [made.id: running])
        var options = DispatchOptions()
        options.valueSecretNames = ["TOKEN"]
        let bereft = plan([try dispatch(Self.made, options: options)], [running])
        #expect(bereft.adopt.isEmpty && bereft.requeue == [made.id] && bereft.remove == [running.handle])
    }

    @Test("lets wait again what never started its agent, and removes the container that it had")
    func requeues() throws {
        // One that waits is looked at only when its first step could not be written down.
        for (events, containers) in [(Self.made, ["one"]), ([.provisioning(containerName: "one")], []), ([], [])] {
            let dispatch = try dispatch(events)
            let plan = plan([dispatch], containers.map { container($0, of: dispatch.id, age: 0, isRunning: false) })
            #expect(plan.requeue == [dispatch.id])
            #expect(plan.remove.map(\.name) == containers)
            #expect(plan.adopt.isEmpty && plan.conclude.isEmpty)
        }
    }

    @Test("ends what never started and was told to stop, or was tried too often")
    func givesUp() throws {
        let cancelled = try dispatch(Self.made + [.stopRequested(.cancel)])
        #expect(plan([cancelled], []).conclude[cancelled.id]?.status == .cancelled)
        let again: [DispatchEvent] = [.provisioning(containerName: "one"), .requeued]
        let often = Array(repeating: again, count: ReconciliationPlan.maximumAttempts - 1).flatMap(\.self)
        let tired = try dispatch(often + [.provisioning(containerName: "one")])
        #expect(plan([tired], []).conclude[tired.id]?.reason == .infrastructure)
        let once = try dispatch(again + [.provisioning(containerName: "one")])
        #expect(plan([once], []).requeue == [once.id])
    }

    @Test("removes strangers after a grace, and touches nothing that somebody stays with")
    func strangers() throws {
        let mine = try Samples.id()
        let gone = try Samples.id("01ARZ3NDEKTSV4RRFFQ69G5FAW")
        let containers = [
            container("supervised", of: mine), container("old", of: gone), container("unnamed", of: nil),
            container("young", of: gone, age: 30),
        ]
        let plan = plan([], containers, supervised: [mine])
        #expect(plan.remove.map(\.name) == ["old", "unnamed"])
        #expect(plan.adopt.isEmpty && plan.requeue.isEmpty && plan.conclude.isEmpty)
    }

    @Test("is empty once it was carried out")
    func settles() throws {
        let started = try dispatch(Self.started)
        let made = try dispatch([.provisioning(containerName: "two")], "01ARZ3NDEKTSV4RRFFQ69G5FAX")
        let stranger = container("old", of: nil)
        let idle = container("two", of: made.id, isRunning: false)
        let first = plan([started, made], [container("one", of: started.id), idle, stranger])
        #expect(!first.isEmpty)
        // Adopted ones are supervised, the others wait in the queue.
        #expect(first.requeue == [made.id])
        let kept = [container("one", of: started.id), idle, stranger].filter {
            !first.remove.contains($0.handle)
        }
        #expect(plan([], kept, supervised: [started.id]).isEmpty)
    }

    @Test("removes at once what an earlier process made ahead, and leaves what is held by this one")
    func warm() throws {
        let id = try #require(WarmID("01JZZZZZZZZZZZZZZZZZZZZZZZ"))
        let name = id.containerName(instance: InstanceID("instance"))
        let fresh = container(name, of: nil, age: 1, warm: id)
        #expect(plan([], [fresh]).remove == [fresh.handle])
        #expect(plan([], [fresh], held: [name]).remove.isEmpty)
        #expect(plan([], [container(name, of: nil, warm: id)], held: [name]).remove.isEmpty)
    }

    @Test("adopts what was made ahead as the container of the dispatch that has it, and of no other")
    func claimed() throws {
        let id = try #require(WarmID("01JZZZZZZZZZZZZZZZZZZZZZZZ"))
        let name = id.containerName(instance: InstanceID("instance"))
        let mine = try dispatch([.claimed(containerName: name, id: "id-" + name)])
        let other = try dispatch(Self.made, "01ARZ3NDEKTSV4RRFFQ69G5FAX")
        let running = container(name, of: nil, warm: id)
        let adopted = plan([mine, other], [running])
        #expect(adopted.adopt == [mine.id: running])
        #expect(adopted.requeue == [other.id] && adopted.remove.isEmpty)
        // One that ended never ran the agent: it goes before the dispatch has another.
        let ended = container(name, of: nil, age: 1, isRunning: false, warm: id)
        let again = plan([mine], [ended])
        #expect(again.requeue == [mine.id] && again.remove == [ended.handle] && again.adopt.isEmpty)
    }
}

extension ReconciliationPlan {
    fileprivate var isEmpty: Bool { adopt.isEmpty && requeue.isEmpty && conclude.isEmpty && remove.isEmpty }
}
