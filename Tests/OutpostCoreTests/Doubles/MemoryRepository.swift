internal import Foundation
internal import OutpostCore
internal import TestSupport

/// A repository that keeps dispatches in memory.
final class MemoryRepository: DispatchRepository {
    private let kept = Observed<[DispatchID: Dispatch]>([:])
    /// What came with requests, as it was sealed.
    let sealed = Observed<[DispatchID: SealedSecret]>([:])
    /// The oldest key that is still there for what comes with requests.
    let oldestKey = Observed(1)
    /// How often what came with a request was read.
    let reads = Observed(0)
    /// What that fails with.
    let readFailure = Observed<StorageUnavailable?>(nil)
    /// Actions that were written down with what they changed.
    let trail = Observed<[String]>([])

    func insert(_ dispatch: Dispatch) async throws { kept.update { $0[dispatch.id] = dispatch } }

    func dispatch(_ id: DispatchID) async throws -> Dispatch? { kept.value[id] }

    func apply(_ event: DispatchEvent, to id: DispatchID, at now: Date) async throws -> (DispatchChange, DispatchState)
    {
        let result = kept.update { kept in
            kept[id].map { dispatch in
                var dispatch = dispatch
                let change = dispatch.state.apply(event)
                if dispatch.state.status.isTerminal { sealed.update { $0[id] = nil } }
                kept[id] = dispatch
                return (change, dispatch.state)
            }
        }
        guard let result else { throw DispatchStoreError.unknownDispatch(id) }
        return result
    }

    func apply(
        _ event: DispatchEvent,
        to id: DispatchID,
        at now: Date,
        audit: AuditEntry
    ) async throws -> (DispatchChange, DispatchState) {
        let result = try await apply(event, to: id, at: now)
        if result.0 == .changed { trail.update { $0.append(audit.action) } }
        return result
    }

    func accept(
        _ dispatches: [Dispatch],
        secrets: [DispatchID: SealedSecret],
        idempotency: Idempotency?,
        queueLimit: Int,
        audit: [AuditEntry]
    ) async throws -> Acceptance {
        for (id, secret) in secrets where secret.tenantKey < oldestKey.value {
            throw SecretError.rekeyed(SecretReference(owner: .tenant("tenant"), kind: .dispatch, name: id.text))
        }
        sealed.update { $0.merge(secrets) { $1 } }
        kept.update { kept in
            for dispatch in dispatches { kept[dispatch.id] = dispatch }
        }
        return .created
    }

    func list(_ query: DispatchQuery) async throws -> DispatchPage { DispatchPage(dispatches: [], hasMore: false) }

    func unfinished() async throws -> [Dispatch] {
        kept.value.values.filter { !$0.state.status.isTerminal }.sorted { $0.id < $1.id }
    }

    func ended(since: Date) async throws -> [EndedDispatch] { [] }
    func audit(_ entry: AuditEntry) async throws { trail.update { $0.append("apart: " + entry.action) } }

    /// Waits until the dispatch's state is as asked, and returns it.
    func state(
        of id: DispatchID,
        where condition: @escaping @Sendable (DispatchState) -> Bool
    ) async throws
        -> DispatchState
    {
        try await kept.wait { $0[id].map { condition($0.state) } ?? false }[id]?.state ?? DispatchState()
    }
}
