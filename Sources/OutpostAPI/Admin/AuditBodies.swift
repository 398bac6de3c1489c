internal import Foundation

/// A row of the audit trail.
package struct AuditRowBody: Codable, Sendable, Hashable {
    /// From 1, without gaps.
    package var sequence: Int
    /// When, to the millisecond.
    package var at: APITime
    /// The same in seconds since 1970, exactly as it goes into the hash.
    package var seconds: Double
    /// The id of the tenant that it concerns, or `shared`.
    package var tenant: String
    /// A key's id, `operator`, or a part of the server.
    package var actor: String
    /// The address that asked, `socket`, `data directory` or `server`; empty for what an old version recorded.
    package var source: String
    /// Such as `dispatch.create`.
    package var action: String
    /// What it was done to.
    package var resource: String
    /// The row's link in the chain, 64 hexadecimal digits.
    package var hash: String

    package init(
        sequence: Int,
        at: APITime,
        seconds: Double,
        tenant: String,
        actor: String,
        source: String,
        action: String,
        resource: String,
        hash: String
    ) {
        self.sequence = sequence
        self.at = at
        self.seconds = seconds
        self.tenant = tenant
        self.actor = actor
        self.source = source
        self.action = action
        self.resource = resource
        self.hash = hash
    }
}

/// Which rows of the audit trail are wanted.
package struct AuditFilter: Sendable, Hashable {
    /// Only those at that time or later.
    package var since: APITime?
    /// Only those of this tenant, by id or name.
    package var tenant: String?
    /// Whether the oldest comes first.
    package var isOldestFirst: Bool
    /// `nextCursor` of the page before.
    package var cursor: String?
    /// Rows at most, up to ``mostRows``.
    package var limit: Int

    /// Rows of the longest page.
    package static let mostRows = 1000

    package init(
        since: APITime? = nil,
        tenant: String? = nil,
        isOldestFirst: Bool = false,
        cursor: String? = nil,
        limit: Int = 100
    ) {
        self.since = since
        self.tenant = tenant
        self.isOldestFirst = isOldestFirst
        self.cursor = cursor
        self.limit = limit
    }
}

/// What came of following the audit trail.
package struct AuditVerificationBody: Codable, Sendable, Hashable {
    /// Whether nothing is wrong.
    package var isIntact: Bool
    /// Rows that hold together from the first.
    package var count: Int
    /// Their number and the hash of the last, to be noted elsewhere.
    package var head: String
    /// The first row that is wrong or missing.
    package var brokenAt: Int?
    /// What is wrong with it.
    package var reason: String?

    package init(isIntact: Bool, count: Int, head: String, brokenAt: Int?, reason: String?) {
        self.isIntact = isIntact
        self.count = count
        self.head = head
        self.brokenAt = brokenAt
        self.reason = reason
    }
}
