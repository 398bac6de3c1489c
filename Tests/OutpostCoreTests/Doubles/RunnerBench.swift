internal import Foundation
internal import Logging
internal import TestSupport

@testable internal import OutpostCore

/// A runner with everything around it under a test's control.
struct RunnerBench: Sendable {
    let journal = Journal()
    let clock = ManualClock()
    /// Seconds by which the time of day was set, forward or back.
    let timeSet = Observed(0.0)
    let stop = StopSignal()
    let plan: DispatchPlan
    let engine: ScriptedEngine
    let store: MemoryStore
    let archive: MemoryArchive
    /// What watchers were told.
    let progress = Observed<[DispatchProgress]>([])

    static let name = "outpost-instance-01arz3ndektsv4rrffq69g5fav-1"
    static let warmName = "outpost-instance-warm-01jzzzzzzzzzzzzzzzzzzzzzzz"

    init(
        manifest: AgentManifest = Samples.manifest,
        timeoutSeconds: Int = 600,
        changes: Changes = .uncommitted,
        faults: Faults = [:],
        isImmortal: Bool = false,
        script: @escaping ScriptedEngine.Script = { try await $0.runWell() }
    ) throws {
        let dispatch = try Samples.dispatch(manifest, timeoutSeconds: timeoutSeconds)
        let route = manifest.model.map {
            ModelRoute(upstream: $0.upstream, header: $0.authHeader, credential: "real-key", dialect: $0.dialect)
        }
        plan = DispatchPlan(
            dispatch: dispatch,
            image: AgentImage(reference: "outpost/sample:1", harness: "sample 1.0"),
            manifest: manifest,
            model: route,
            repository: .local(path: "/repo.git"),
            secrets: ["NPM_TOKEN": "npm-secret"],
            door: .directory("/door")
        )
        engine = ScriptedEngine(journal: journal, faults: faults, isImmortal: isImmortal, script: script)
        store = MemoryStore(dispatch, journal: journal, faults: faults)
        let facts = RepositoryFacts(beforeSHA: "before", afterSHA: "after", changes: changes, filesChanged: 1)
        archive = MemoryArchive(journal: journal, faults: faults, facts: facts)
    }

    /// Runs to the end; `meanwhile` moves the clock and stops things.
    func run(_ meanwhile: @Sendable (RunnerBench) async throws -> Void = { _ in }) async throws -> DispatchResult {
        async let result = runner().run(plan, stop: stop) { [progress] event in progress.update { $0.append(event) } }
        try await meanwhile(self)
        return try await result
    }

    /// Goes on with a container that an earlier process started.
    func adopt(
        afterOutage: Bool = false,
        _ meanwhile: @Sendable (RunnerBench) async throws -> Void = { _ in }
    ) async throws -> DispatchResult {
        var plan = plan
        plan.dispatch = try await store.dispatch(plan.dispatch.id) ?? plan.dispatch
        let container = ContainerHandle(id: "container-id", name: Self.name)
        async let result = runner().adopt(plan, container: container, afterOutage: afterOutage, stop: stop) {
            [progress] event in progress.update { $0.append(event) }
        }
        try await meanwhile(self)
        return try await result
    }

    /// Has a container that waits already do the dispatch.
    func runWarm(
        isTaken: Bool = false,
        _ meanwhile: @Sendable (RunnerBench) async throws -> Void = { _ in }
    ) async throws -> DispatchResult {
        let handle = ContainerHandle(id: "container-id", name: Self.warmName)
        return try await engine.withWaitingDoor(at: .unixSocket(path: "/warm/door.sock")) { door in
            if isTaken { _ = door.abandon() }
            var plan = plan
            plan.door = .directory("/warm")
            let container = WarmContainer(
                handle: handle,
                directory: "/warm",
                door: door,
                output: try await engine.attach(handle)
            )
            plan.warm = container
            // Nobody else is there who would close it.
            container.closed.open()
            async let result = runner().run(plan, stop: stop) { [progress] event in progress.update { $0.append(event) }
            }
            try await meanwhile(self)
            return try await result
        }
    }

    private func runner() -> DispatchRunner {
        DispatchRunner(
            driver: engine,
            doors: engine,
            store: store,
            archive: archive,
            instance: InstanceID("instance"),
            clock: clock,
            now: { [clock, timeSet] in
                Samples.epoch + Double(clock.now.offset.components.seconds) + timeSet.value
            },
            tokens: DoorTokenSource(key: Array(repeating: 7, count: 32)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    var phases: [DispatchProgress.Phase] {
        progress.value.compactMap { if case .phase(let phase) = $0 { phase } else { nil } }
    }
}
