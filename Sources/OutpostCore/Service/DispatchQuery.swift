package import Foundation

/// Which of a tenant's dispatches to list, the newest first.
package struct DispatchQuery: Sendable, Hashable {
    /// Whose.
    package var tenant: String
    /// Only these statuses; empty means all.
    package var statuses: Set<DispatchStatus>
    /// Only this agent's.
    package var agent: String?
    /// Only those of this batch.
    package var batch: BatchID?
    /// Only those on this repository, compared as it was given or as `owner/name`.
    package var repository: String?
    /// Only those that carry all of these tags; one that asks for two values of the same name finds nothing.
    package var tags: [String: Set<String>]
    /// Only those made at or after this time.
    package var since: Date?
    /// Only those older than this one: the cursor.
    package var before: DispatchID?
    /// At most so many, 1 to 100.
    package var limit: Int

    package init(
        tenant: String,
        statuses: Set<DispatchStatus> = [],
        agent: String? = nil,
        batch: BatchID? = nil,
        repository: String? = nil,
        tags: [String: Set<String>] = [:],
        since: Date? = nil,
        before: DispatchID? = nil,
        limit: Int = 20
    ) {
        self.tenant = tenant
        self.statuses = statuses
        self.agent = agent
        self.batch = batch
        self.repository = repository
        self.tags = tags
        self.since = since
        self.before = before
        self.limit = limit
    }
}

/// A page of a list.
package struct DispatchPage: Sendable, Hashable {
    /// The dispatches, the newest first.
    package let dispatches: [Dispatch]
    /// Whether older ones follow.
    package let hasMore: Bool

    package init(dispatches: [Dispatch], hasMore: Bool) {
        self.dispatches = dispatches
        self.hasMore = hasMore
    }
}
