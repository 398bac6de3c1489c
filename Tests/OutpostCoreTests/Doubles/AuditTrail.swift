internal import Foundation
internal import OutpostCore
internal import Synchronization

/// A repository that keeps an audit trail and no dispatches.
final class AuditTrail: DispatchRepository {
    private let kept = Mutex<[AuditEntry]>([])

    var entries: [AuditEntry] { kept.withLock { $0 } }

    func audit(_ entry: AuditEntry) async throws {
        kept.withLock { $0.append(entry) }
    }

    func accept(
        _ dispatches: [Dispatch],
        idempotency: Idempotency?,
        queueLimit: Int,
        audit: [AuditEntry]
    ) async throws -> Acceptance {
        .conflict
    }

    func list(_ query: DispatchQuery) async throws -> DispatchPage { DispatchPage(dispatches: [], hasMore: false) }
    func unfinished() async throws -> [Dispatch] { [] }
    func ended(since: Date) async throws -> [EndedDispatch] { [] }
    func insert(_ dispatch: Dispatch) async throws {}
    func dispatch(_ id: DispatchID) async throws -> Dispatch? { nil }

    func apply(_ event: DispatchEvent, to id: DispatchID, at now: Date) async throws -> (DispatchChange, DispatchState)
    {
        throw DispatchStoreError.unknownDispatch(id)
    }
}
