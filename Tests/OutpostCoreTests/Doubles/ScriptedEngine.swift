internal import OutpostCore
internal import Synchronization
internal import TestSupport

/// An engine of one container, whose inside is a script, and the door to it.
final class ScriptedEngine: ContainerDriver, DoorKeeper {
    typealias Script = @Sendable (ScriptedContainer) async throws -> Void

    let journal: Journal
    let spec = Mutex<ContainerSpec?>(nil)
    let door = Mutex<DoorConfiguration?>(nil)
    /// What a list shows.
    let containers = Mutex<[ContainerSnapshot]>([])
    /// Names of containers that are there although no list shows them.
    let unlisted = Mutex<Set<String>>([])
    /// Which engine answers.
    let engineIdentity = Mutex(EngineIdentity(id: "one", rootDirectory: "/one"))
    /// Names of the doors' folders that were in use when the others were removed.
    let keptDoors = Mutex<Set<String>>([])
    /// How often it was asked.
    let asked = Observed(0)
    /// The engine that takes this one's place as soon as a container is waited for.
    let successor = Mutex<EngineIdentity?>(nil)
    private let faults: Faults
    private let script: Script
    private let isImmortal: Bool
    private let isStarted = Gate()
    private let end = Observed<ContainerExit?>(nil)
    private let signals = Observed<[ContainerSignal]>([])
    private let output = AsyncThrowingStream<OutputLine, any Error>.makeStream()

    /// Makes an engine whose container plays the script once it is started; SIGKILL does nothing to an immortal one.
    init(journal: Journal, faults: Faults, isImmortal: Bool, script: @escaping Script) {
        self.journal = journal
        self.faults = faults
        self.isImmortal = isImmortal
        self.script = script
    }

    func withDoor<Result: Sendable>(
        _ configuration: DoorConfiguration,
        delegate: any DoorDelegate,
        _ body: @Sendable (DoorAddress) async throws -> Result
    ) async throws -> Result {
        try step("door")
        door.withLock { $0 = configuration }
        async let inside: Void = play(behind: delegate)
        do {
            let result = try await body(.unixSocket(path: "/door/door.sock"))
            journal.note("door closed")
            try await inside
            return result
        } catch {
            journal.note("door closed")
            throw error
        }
    }

    func withWaitingDoor<Result: Sendable>(
        at listener: DoorListener,
        _ body: @Sendable (any WaitingDoor) async throws -> Result
    ) async throws -> Result {
        let waiting = ScriptedWaitingDoor(journal: journal)
        isStarted.open()
        async let inside: Void = play(behind: waiting)
        let result = try await body(waiting)
        journal.note("door closed")
        if waiting.abandon() { return result }
        try await inside
        return result
    }

    private func play(behind waiting: ScriptedWaitingDoor) async throws {
        let bound = try await waiting.bound.wait { $0 != nil }
        guard let bound else { return }
        door.withLock { $0 = bound.configuration }
        try await play(behind: bound.delegate)
    }

    private func play(behind delegate: any DoorDelegate) async throws {
        try await isStarted.pass()
        try await script(
            ScriptedContainer(
                door: delegate,
                journal: journal,
                end: end,
                signals: signals,
                output: output.continuation
            )
        )
    }

    func create(_ spec: ContainerSpec) async throws -> ContainerHandle {
        self.spec.withLock { $0 = spec }
        try step("create")
        return ContainerHandle(id: "container-id", name: spec.name)
    }

    func attach(_ container: ContainerHandle) async throws -> ContainerOutputLines {
        try step("attach")
        return output.stream
    }

    func resume(_ container: ContainerHandle, after recorded: RecordedLog) async throws -> ResumedOutput {
        try step("resume \(recorded.counts[.stdout, default: 0])")
        isStarted.open()
        return ResumedOutput(lines: output.stream, isComplete: true)
    }

    func discard(_ directory: String) async { journal.note("discard door") }

    func discardAll(in directory: String, except used: @Sendable () async -> Set<String>) async {
        keptDoors.withLock { $0 = [] }
        let used = await used()
        keptDoors.withLock { $0 = used }
    }

    func start(_ container: ContainerHandle) async throws {
        try step("start")
        isStarted.open()
    }

    func wait(_ container: ContainerHandle) async throws -> ContainerExit {
        if let fault = faults["wait"] { throw fault }
        if let successor = successor.withLock({ $0 }) {
            engineIdentity.withLock { $0 = successor }
            throw ContainerError.vanished("no such container")
        }
        let exit = try await end.wait { $0 != nil }
        return exit ?? ContainerExit(code: 0)
    }

    func signal(_ container: ContainerHandle, _ signal: ContainerSignal) async throws {
        try step("signal \(signal.rawValue)")
        signals.update { $0.append(signal) }
        guard signal == .kill, !isImmortal else { return }
        output.continuation.finish()
        end.update { $0 = $0 ?? ContainerExit(code: 137) }
    }

    func remove(_ container: ContainerHandle) async throws { try step("remove \(container.id)") }

    func list(instance: InstanceID) async throws -> [ContainerSnapshot] { containers.withLock { $0 } }

    func hasContainer(named name: String) async throws -> Bool {
        unlisted.withLock { $0.contains(name) } || containers.withLock { $0.contains { $0.handle.name == name } }
    }

    func identity() async throws -> EngineIdentity {
        asked.update { $0 += 1 }
        return engineIdentity.withLock { $0 }
    }

    /// Notes the step, unless it is to fail.
    private func step(_ name: String) throws {
        if let fault = faults[String(name.prefix { $0 != " " })] { throw fault }
        journal.note(name)
    }
}
