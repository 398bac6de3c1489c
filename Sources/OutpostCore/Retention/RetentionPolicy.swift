package import Foundation

/// How long results are kept.
package struct RetentionPolicy: Sendable, Hashable {
    /// Seconds after its end that a result is kept; nil keeps it.
    package var maximumAge: TimeInterval?
    /// The same for single tenants, which comes first.
    package var tenantAges: [String: TimeInterval]
    /// Bytes of free disk below which the oldest results go; 0 turns that off.
    ///
    /// Default 2 GiB.
    package var minimumFreeBytes: Int
    /// Seconds after its end in which a nearly full disk takes no result from who may be about to fetch it.
    ///
    /// Default 10 minutes.
    package var grace: TimeInterval

    /// They go until so much is free: half as much again, so that the next result does not start it anew.
    package var comfortableFreeBytes: Int { minimumFreeBytes + minimumFreeBytes / 2 }

    package init(
        maximumAge: TimeInterval? = nil,
        tenantAges: [String: TimeInterval] = [:],
        minimumFreeBytes: Int = 2 << 30,
        grace: TimeInterval = 600
    ) {
        self.maximumAge = maximumAge
        self.tenantAges = tenantAges
        self.minimumFreeBytes = minimumFreeBytes
        self.grace = grace
    }

    /// Seconds that a tenant's results are kept; nil keeps them.
    package func age(of tenant: String) -> TimeInterval? { tenantAges[tenant] ?? maximumAge }

    /// Why a result goes, whatever the disk has; nil keeps it.
    func cause(of result: StoredResult, now: Date) -> ResultRemoval.Cause? {
        if let expiresAt = result.expiresAt, expiresAt <= now { return .expired }
        guard let age = age(of: result.tenant), now.timeIntervalSince(result.endedAt) >= age else { return nil }
        return .age
    }

    func isPastGrace(_ result: StoredResult, now: Date) -> Bool {
        now.timeIntervalSince(result.endedAt) >= grace
    }
}
