internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/admin/audit`: what was done, by whom and from where.
    var auditRoutes: [Route] {
        [
            .administration(.get, "/admin/audit", .listAudit, listAudit),
            .administration(.get, "/admin/audit/verification", .verifyAudit, verifyAudit),
        ]
    }

    private func listAudit(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        var query = AuditQuery()
        query.limit = reader.integer("limit", in: 1...AuditFilter.mostRows, default: 100)
        query.since = reader.since()
        query.isOldestFirst = reader.isOldestFirst()
        query.cursor = reader.row("cursor")
        let tenant = reader.value("tenant")
        try reader.finish()
        if let tenant { query.tenant = try await admin.auditTenant(tenant) }
        return try context.answer(page: try await PageBody<AuditRowBody>(audit, query), limit: query.limit)
    }

    private func verifyAudit(
        _ request: Request,
        _ context: ServerContext,
        _ caller: Route.Caller
    ) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        let expected = reader.value("head").map { (text: $0, head: AuditHead(text: $0)) }
        if let expected, expected.head == nil { reader.refuse("head", "must be what a verification gave as its head") }
        try reader.finish()
        let verification = try await audit.verify(expected: expected?.head)
        return try context.answer(AuditVerificationBody(verification))
    }
}

extension QueryReader {
    fileprivate mutating func isOldestFirst() -> Bool {
        switch value("order") {
        case nil, "newest": return false
        case "oldest": return true
        case let word?:
            refuse("order", "Invalid enum value. Expected 'newest' | 'oldest', received '\(word)'")
            return false
        }
    }
}
