package import Foundation

/// Reads the audit trail; rows are written by whoever writes what they record, in the same transaction.
package protocol AuditLog: Sendable {
    /// A page of rows.
    func rows(_ query: AuditQuery) async throws -> [AuditRow]

    /// Follows the trail from its first row.
    ///
    /// - Parameter expected: a head that somebody noted earlier.
    /// - Returns: how far it holds together, and the first fault.
    /// - Throws: the database's own error.
    func verify(expected: AuditHead?) async throws -> AuditVerification
}

/// Which rows of the audit trail are wanted.
package struct AuditQuery: Sendable, Hashable {
    /// Only those that were written at that time or later.
    package var since: Date?
    /// Only those that concern the tenant with this id.
    package var tenant: String?
    /// Whether the oldest comes first.
    package var isOldestFirst = false
    /// The number of the row that the page before ended with.
    package var cursor: Int?
    /// Rows at most.
    package var limit = 100

    package init() {}
}
