package import Foundation

/// The results of one ended dispatch as far as retention needs them: its log and artifacts.
package struct StoredResult: Sendable, Hashable {
    /// The dispatch.
    package let id: DispatchID
    /// Whose it is.
    package let tenant: String
    /// When it ended.
    package let endedAt: Date
    /// When the request said that the results may go; nil leaves it to retention.
    package let expiresAt: Date?
    /// Bytes on the disk.
    package let bytes: Int

    package init(id: DispatchID, tenant: String, endedAt: Date, expiresAt: Date? = nil, bytes: Int) {
        self.id = id
        self.tenant = tenant
        self.endedAt = endedAt
        self.expiresAt = expiresAt
        self.bytes = bytes
    }
}

/// What the results of one tenant take.
package struct StoredUsage: Sendable, Hashable {
    /// Dispatches that still have results.
    package let results: Int
    /// Bytes of all of them.
    package let bytes: Int

    package init(results: Int, bytes: Int) {
        self.results = results
        self.bytes = bytes
    }

    /// The first of the tenant's limits that is reached; nil when another result may come.
    package func problem(in limits: TenantLimits) -> QuotaProblem? {
        let mebibytes = bytes >> 20
        if mebibytes >= limits.storedMiB {
            return QuotaProblem(limit: .storedMiB, current: mebibytes, most: limits.storedMiB)
        }
        if results >= limits.storedResults {
            return QuotaProblem(limit: .storedResults, current: results, most: limits.storedResults)
        }
        return nil
    }
}

/// A limit of a tenant's stored results that is reached.
package struct QuotaProblem: Sendable, Hashable {
    /// The limit, by its name on the wire.
    package enum Limit: String, Sendable, Hashable {
        case storedMiB, storedResults
    }

    /// Which.
    package let limit: Limit
    /// What the tenant has.
    package let current: Int
    /// What it may have.
    package let most: Int

    package init(limit: Limit, current: Int, most: Int) {
        self.limit = limit
        self.current = current
        self.most = most
    }
}
