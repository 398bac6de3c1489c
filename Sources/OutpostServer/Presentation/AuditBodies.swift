internal import Foundation
package import OutpostAPI
package import OutpostCore

extension AuditRowBody {
    /// A row as it stands on the wire.
    package init(_ row: AuditRow) {
        self.init(
            sequence: row.sequence,
            at: APITime(row.entry.at),
            seconds: row.entry.at.timeIntervalSince1970,
            tenant: row.entry.tenant,
            actor: row.entry.actor,
            source: row.entry.source,
            action: row.entry.action,
            resource: row.entry.resource,
            hash: AuditHead(sequence: row.sequence, hash: row.hash).digits
        )
    }
}

extension AuditVerificationBody {
    /// A verification as it stands on the wire.
    package init(_ verification: AuditVerification) {
        self.init(
            isIntact: verification.fault == nil,
            count: verification.head.sequence,
            head: verification.head.text,
            brokenAt: verification.fault?.sequence,
            reason: verification.fault?.reason
        )
    }
}

extension PageBody<AuditRowBody> {
    /// A page of what the log holds; a cursor is the number of the last row that was seen.
    ///
    /// - Parameters:
    ///   - log: the log.
    ///   - query: one row more than its limit is read, to know whether there is another page.
    /// - Throws: the log's own error.
    package init(_ log: any AuditLog, _ query: AuditQuery) async throws {
        var wider = query
        wider.limit += 1
        let rows = try await log.rows(wider)
        let page = rows.prefix(query.limit)
        self.init(
            items: page.map(AuditRowBody.init),
            nextCursor: rows.count > query.limit ? page.last.map { String($0.sequence) } : nil
        )
    }
}
