internal import Foundation
internal import OutpostCore
internal import Synchronization

/// Keeps the audit trail; the administration asks for nothing else.
final class AuditOnlyRepository: DispatchRepository {
    private struct Unasked: Error {}

    private let trail = Mutex<[AuditEntry]>([])

    var entries: [AuditEntry] { trail.withLock { $0 } }

    func audit(_ entry: AuditEntry) async throws { trail.withLock { $0.append(entry) } }

    func insert(_ dispatch: Dispatch) async throws { throw Unasked() }
    func dispatch(_ id: DispatchID) async throws -> Dispatch? { throw Unasked() }
    func apply(_ event: DispatchEvent, to id: DispatchID, at now: Date) async throws -> (DispatchChange, DispatchState)
    {
        throw Unasked()
    }
    func accept(
        _ dispatches: [Dispatch],
        idempotency: Idempotency?,
        queueLimit: Int,
        audit: [AuditEntry]
    ) async throws -> Acceptance {
        throw Unasked()
    }
    func list(_ query: DispatchQuery) async throws -> DispatchPage { throw Unasked() }
    func unfinished() async throws -> [Dispatch] { throw Unasked() }
    func ended(since: Date) async throws -> [EndedDispatch] { throw Unasked() }
}
