internal import Foundation

extension SecretService {
    /// Lets a stored secret get a new value again and again.
    ///
    /// The value that it has stays until the first is due.
    ///
    /// - Parameters:
    ///   - name: a secret that is there.
    ///   - recipe: where the values come from.
    ///   - every: seconds, within ``SecretRefresh/everyRange``.
    ///   - tenant: the tenant's id or name; nil for what is lent to all.
    ///   - actor: the id of the key that asks, or ``AdminService/commandLineActor``.
    /// - Returns: the refresh.
    /// - Throws: ``InvalidAdministration``, ``IdentityError/unknownTenant(_:)``, ``SecretError/unknown(_:)``.
    package func refresh(
        _ name: String,
        from recipe: RefreshRecipe,
        every: Int,
        tenant: String?,
        by actor: String
    ) async throws -> SecretRefresh {
        var check = AdministrationCheck()
        let range = SecretRefresh.everyRange
        if !range.contains(every) {
            check.refuse("everySeconds", "must be between \(range.lowerBound) and \(range.upperBound)")
        }
        for (field, text) in [("text", recipe.text), ("check", recipe.check ?? "-")]
        where text.isEmpty || text.utf8.count > 4096 || text.utf8.contains(0) {
            check.refuse(field, "must be 1 to 4096 bytes without NUL characters")
        }
        if recipe.source == .file, !recipe.text.hasPrefix("/") { check.refuse("text", "must be an absolute path") }
        try check.finish()
        let (secret, _) = try await versions(of: name, tenant: tenant)
        let time = now()
        let refresh = SecretRefresh(
            reference: secret.reference,
            recipe: recipe,
            every: every,
            nextAt: time.addingTimeInterval(TimeInterval(every))
        )
        let change = SecretChange(reference: secret.reference, actor: actor, at: time)
        try await refreshes?.set(refresh, audit: change.audit("refresh", version: secret.version))
        return refresh
    }

    /// The refreshes of a tenant's secrets, or of those that are lent to all, by name.
    package func refreshes(tenant: String?) async throws -> [String: SecretRefresh] {
        let owner = try await owner(tenant)
        let all = try await refreshes?.refreshes() ?? []
        return Dictionary(
            all.filter { $0.reference.owner == owner && $0.reference.kind == .environment }
                .map { ($0.reference.name, $0) }
        ) { first, _ in first }
    }
}
