internal import OutpostAPI

extension ServerAdmin {
    func audit(_ filter: AuditFilter) async throws -> PageBody<AuditRowBody> {
        var query = ["limit=\(filter.limit)", "order=\(filter.isOldestFirst ? "oldest" : "newest")"]
        for (name, value) in [
            ("since", filter.since?.description), ("tenant", filter.tenant), ("cursor", filter.cursor),
        ] {
            if let value { query.append(name + "=" + Self.escaped(value)) }
        }
        return try await send("GET", "/admin/audit?" + query.joined(separator: "&"), as: PageBody<AuditRowBody>.self)
    }

    func verifyAudit(head: String?) async throws -> AuditVerificationBody {
        let query = head.map { "?head=" + Self.escaped($0) } ?? ""
        return try await send(
            "GET",
            "/admin/audit/verification" + query,
            as: AuditVerificationBody.self,
            deadline: Self.verificationDeadline
        )
    }

    /// A long trail is read as a whole.
    private static let verificationDeadline = Duration.seconds(600)
}
