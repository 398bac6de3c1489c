package import Foundation

/// A repository whose dispatches are watched.
package struct MeasuredRepository: DispatchRepository {
    private let inner: any DispatchRepository
    private let live: LiveDispatches

    /// Takes up what the repository has that did not end; nothing may change it meanwhile.
    ///
    /// - Throws: an error of the repository.
    package init(_ inner: any DispatchRepository, _ live: LiveDispatches) async throws {
        self.inner = inner
        self.live = live
        live.takeUp(try await inner.unfinished())
    }

    /// Writes a new dispatch, and watches it.
    package func insert(_ dispatch: Dispatch) async throws {
        _ = try await live.watching([dispatch]) {
            try await inner.insert(dispatch)
            return .created
        }
    }

    /// Reads a dispatch.
    package func dispatch(_ id: DispatchID) async throws -> Dispatch? { try await inner.dispatch(id) }

    /// Applies an event, and notes where the dispatch stands then.
    package func apply(
        _ event: DispatchEvent,
        to id: DispatchID,
        at now: Date
    ) async throws -> (DispatchChange, DispatchState) {
        let result = try await inner.apply(event, to: id, at: now)
        live.moved(id, to: result.1.status, at: now)
        return result
    }

    /// Applies an event with its audit row, and notes where the dispatch stands then.
    package func apply(
        _ event: DispatchEvent,
        to id: DispatchID,
        at now: Date,
        audit: AuditEntry
    ) async throws -> (DispatchChange, DispatchState) {
        let result = try await inner.apply(event, to: id, at: now, audit: audit)
        live.moved(id, to: result.1.status, at: now)
        return result
    }

    /// Writes new dispatches, and watches those that were accepted.
    package func accept(
        _ dispatches: [Dispatch],
        secrets: [DispatchID: SealedSecret],
        idempotency: Idempotency?,
        queueLimit: Int,
        audit: [AuditEntry]
    ) async throws -> Acceptance {
        try await live.watching(dispatches) {
            try await inner.accept(
                dispatches,
                secrets: secrets,
                idempotency: idempotency,
                queueLimit: queueLimit,
                audit: audit
            )
        }
    }

    /// Reads a page.
    package func list(_ query: DispatchQuery) async throws -> DispatchPage { try await inner.list(query) }

    /// Reads what did not end.
    package func unfinished() async throws -> [Dispatch] { try await inner.unfinished() }

    /// Reads what ended.
    package func ended(since: Date) async throws -> [EndedDispatch] { try await inner.ended(since: since) }

    /// Writes an audit row.
    package func audit(_ entry: AuditEntry) async throws { try await inner.audit(entry) }
}
