internal import OutpostAPI
internal import OutpostCore
internal import OutpostServer
internal import OutpostStore

extension DirectAdmin {
    func audit(_ filter: AuditFilter) async throws -> PageBody<AuditRowBody> {
        var query = AuditQuery()
        query.since = filter.since?.date
        query.isOldestFirst = filter.isOldestFirst
        query.cursor = filter.cursor.flatMap { Int($0) }
        query.limit = filter.limit
        if let tenant = filter.tenant { query.tenant = try await service.auditTenant(tenant) }
        return try await PageBody<AuditRowBody>(database.audit, query)
    }

    func verifyAudit(head: String?) async throws -> AuditVerificationBody {
        AuditVerificationBody(try await database.audit.verify(expected: head.flatMap { AuditHead(text: $0) }))
    }
}
