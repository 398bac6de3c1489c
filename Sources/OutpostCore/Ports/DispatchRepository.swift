package import Foundation

/// Keeps dispatches for a server: what ``DispatchStore`` does, and what many tenants need besides.
package protocol DispatchRepository: DispatchStore {
    /// Writes the new dispatches of one request with its idempotency row and their audit rows, all or nothing.
    ///
    /// - Parameters:
    ///   - dispatches: the new dispatches, `pending`, of one tenant.
    ///   - secrets: what came with their requests, sealed; it is there until ``DispatchStore/apply(_:to:at:)`` has ended
    ///     the dispatch.
    ///   - idempotency: makes repeated requests one; nil for a request without a key.
    ///   - queueLimit: dispatches of the tenant that may wait at once, these included.
    ///   - audit: who did it.
    /// - Returns: what became of it; a repeated request is recognised even when the queue is full.
    /// - Throws: ``SecretError/rekeyed(_:)`` when a key that seals one of the secrets was replaced, or the database's own
    ///   error; nothing was written.
    func accept(
        _ dispatches: [Dispatch],
        secrets: [DispatchID: SealedSecret],
        idempotency: Idempotency?,
        queueLimit: Int,
        audit: [AuditEntry]
    ) async throws -> Acceptance

    /// A page of a tenant's dispatches, the newest first.
    func list(_ query: DispatchQuery) async throws -> DispatchPage

    /// Every dispatch that has not ended, the oldest first.
    func unfinished() async throws -> [Dispatch]

    /// What ended since a time, for rates and estimates.
    func ended(since: Date) async throws -> [EndedDispatch]

    /// Applies an event as ``DispatchStore`` does; the audit row is written with the change or not at all.
    func apply(
        _ event: DispatchEvent,
        to id: DispatchID,
        at now: Date,
        audit: AuditEntry
    ) async throws -> (DispatchChange, DispatchState)

    /// Writes an audit row of its own.
    func audit(_ entry: AuditEntry) async throws
}

/// A key that makes repeated requests one.
package struct Idempotency: Sendable, Hashable {
    /// The client's key, unique for the tenant.
    package let key: String
    /// A digest of the request: the same key with another one is a mistake.
    package let fingerprint: String
    /// When it may be used again.
    package let expiresAt: Date

    package init(key: String, fingerprint: String, expiresAt: Date) {
        self.key = key
        self.fingerprint = fingerprint
        self.expiresAt = expiresAt
    }
}

/// What became of a new dispatch.
package enum Acceptance: Sendable, Hashable {
    /// It is written.
    case created
    /// An earlier request with the same key and the same body made this one, the first of its batch if it has one.
    case replayed(Dispatch)
    /// The key was used with another body.
    case conflict
    /// The tenant has as many dispatches waiting as it may.
    case queueFull
}

/// A dispatch that ended, as far as rates and estimates need it.
package struct EndedDispatch: Sendable, Hashable {
    /// Its agent.
    package let agent: String
    /// How it ended.
    package let status: DispatchStatus
    /// Seconds from the agent's start; nil when it never started.
    package let duration: Double?

    package init(agent: String, status: DispatchStatus, duration: Double?) {
        self.agent = agent
        self.status = status
        self.duration = duration
    }
}

/// Something that somebody did, for the audit trail.
///
/// It never holds a task, a secret or a result.
package struct AuditEntry: Sendable, Hashable {
    /// When.
    package let at: Date
    /// The tenant that it concerns.
    package let tenant: String
    /// The key's id, or `operator` for the command line.
    package let actor: String
    /// Such as `dispatch.create`, `dispatch.cancel`, `key.revoke`.
    package let action: String
    /// The id of what it was done to.
    package let resource: String
    /// Where the call came from; see ``AuditSource``.
    package let source: String

    package init(
        at: Date,
        tenant: String,
        actor: String,
        action: String,
        resource: String,
        source: String = AuditSource.current
    ) {
        self.at = at
        self.tenant = tenant
        self.actor = actor
        self.action = action
        self.resource = resource
        self.source = source
    }
}
