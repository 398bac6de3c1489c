internal import OutpostCore
internal import Synchronization

/// Which engine is ours, in memory.
final class MemoryEngines: EngineStore {
    private let state = Mutex<(engine: EngineIdentity?, entries: [AuditEntry])>((nil, []))

    /// Who took which engine.
    var takings: [String] { state.withLock { $0.entries.map { "\($0.actor) \($0.action) \($0.resource)" } } }

    func engine() async throws -> EngineIdentity? { state.withLock { $0.engine } }

    func setEngine(_ engine: EngineIdentity, audit: AuditEntry) async throws {
        state.withLock {
            $0.engine = engine
            $0.entries.append(audit)
        }
    }
}
