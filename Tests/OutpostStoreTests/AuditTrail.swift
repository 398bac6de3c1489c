internal import OutpostCore

@testable internal import OutpostStore

extension SQLiteDispatchStore {
    /// What the trail records, the newest first.
    func auditTrail(limit: Int = 100) async throws -> [AuditEntry] {
        var query = AuditQuery()
        query.limit = limit
        return try await SQLiteAuditLog(database: database, anchor: nil).rows(query).map(\.entry)
    }
}
