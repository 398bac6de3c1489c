internal import OutpostCore
internal import Synchronization

/// A host whose load a test sets.
final class ScriptedHost: HostUsage {
    private let current: Mutex<HostLoad>

    init(_ load: HostLoad) { current = Mutex(load) }

    func set(_ load: HostLoad) { current.withLock { $0 = load } }

    func load(besides instance: InstanceID) async throws -> HostLoad { current.withLock { $0 } }
}
