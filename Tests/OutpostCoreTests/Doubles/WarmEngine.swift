internal import OutpostCore
internal import Synchronization
internal import TestSupport

/// An engine of many containers that only wait, and their doors.
final class WarmEngine: ContainerDriver, DoorKeeper {
    let journal = Journal()
    /// What a step of that name throws.
    let faults = Mutex<Faults>([:])
    /// Ids of containers that ended.
    let ended = Observed<Set<String>>([])
    let specs = Observed<[ContainerSpec]>([])
    /// Ids of containers that are there.
    let present = Observed<Set<String>>([])

    func create(_ spec: ContainerSpec) async throws -> ContainerHandle {
        try step("create")
        specs.update { $0.append(spec) }
        let handle = ContainerHandle(id: "id-\(spec.name)", name: spec.name)
        present.update { _ = $0.insert(handle.id) }
        return handle
    }

    func attach(_ container: ContainerHandle) async throws -> ContainerOutputLines {
        try step("attach")
        return AsyncThrowingStream<OutputLine, any Error> { $0.finish() }
    }

    func start(_ container: ContainerHandle) async throws { try step("start") }

    func wait(_ container: ContainerHandle) async throws -> ContainerExit {
        try await ended.wait { $0.contains(container.id) }
        return ContainerExit(code: 81)
    }

    func remove(_ container: ContainerHandle) async throws {
        // A call under a cancelled task is never sent.
        try Task.checkCancellation()
        journal.note("remove")
        present.update { ids in ids = ids.filter { $0 != container.id && $0 != "id-\(container.name)" } }
    }

    func withWaitingDoor<Result: Sendable>(
        at listener: DoorListener,
        _ body: @Sendable (any WaitingDoor) async throws -> Result
    ) async throws -> Result {
        try step("door")
        defer { journal.note("door closed") }
        return try await body(ScriptedWaitingDoor(journal: journal))
    }

    func discard(_ directory: String) async { journal.note("discard \(directory)") }

    private func step(_ name: String) throws {
        if let fault = faults.withLock({ $0[name] }) { throw fault }
        journal.note(name)
    }

    func resume(_ container: ContainerHandle, after recorded: RecordedLog) async throws -> ResumedOutput {
        throw Planned("not asked for")
    }
    func signal(_ container: ContainerHandle, _ signal: ContainerSignal) async throws {}
    func list(instance: InstanceID) async throws -> [ContainerSnapshot] { [] }
    func hasContainer(named name: String) async throws -> Bool { false }
    func identity() async throws -> EngineIdentity { EngineIdentity(id: "one", rootDirectory: "/one") }
    func withDoor<Result: Sendable>(
        _ configuration: DoorConfiguration,
        delegate: any DoorDelegate,
        _ body: @Sendable (DoorAddress) async throws -> Result
    ) async throws -> Result { throw Planned("not asked for") }
    func discardAll(in directory: String, except used: @Sendable () async -> Set<String>) async {}
}
