package import Foundation

/// Knows which ended dispatches have results, and what those take.
package protocol ResultStore: Sendable {
    /// Ended dispatches whose results were not measured yet, the oldest end first.
    func unmeasured(limit: Int) async throws -> [DispatchID]

    /// Writes down what the results of an ended dispatch take; 0 for one that has none.
    func measured(_ id: DispatchID, bytes: Int) async throws

    /// Measured results that were not removed, the oldest end first.
    ///
    /// - Parameters:
    ///   - selection: which.
    ///   - limit: at most so many; nil is all.
    /// - Returns: the results.
    /// - Throws: the database's own error.
    func results(_ selection: ResultSelection, limit: Int?) async throws -> [StoredResult]

    /// What a tenant's results take; those that are on their way out count until they are gone.
    func usage(of tenant: String) async throws -> StoredUsage

    /// The same for each tenant that has any, by id.
    func usageByTenant() async throws -> [String: StoredUsage]

    /// Writes down that results are removed, with the audit row, before anything of them is.
    ///
    /// - Returns: false when that was written down before, or the dispatch has not ended.
    func markRemoved(_ id: DispatchID, _ removal: ResultRemoval, audit: AuditEntry) async throws -> Bool

    /// Results that are written down as removed and may still be there.
    func removing(limit: Int) async throws -> [DispatchID]

    /// Writes down that nothing of removed results is left.
    func removed(_ id: DispatchID) async throws
}

/// Which results are asked for.
package enum ResultSelection: Sendable, Hashable {
    /// Whose request named a time that has come.
    case expired(at: Date)
    /// Of a tenant, that ended at that time or before.
    case tenant(String, endedBy: Date)
    /// Of everybody, that ended at that time or before.
    case all(endedBy: Date)
}
