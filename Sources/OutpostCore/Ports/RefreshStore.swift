/// Keeps which secrets are refreshed, from where and when.
package protocol RefreshStore: Sendable {
    /// Writes or replaces a secret's refresh, with its audit row.
    func set(_ refresh: SecretRefresh, audit: AuditEntry) async throws

    /// Ends a secret's refresh, if it has one.
    func end(_ reference: SecretReference) async throws

    /// Every refresh, the one that is due first at the beginning.
    func refreshes() async throws -> [SecretRefresh]

    /// Notes what came of one; nothing happens when it was ended meanwhile.
    func note(_ refresh: SecretRefresh) async throws
}

/// Takes values from where recipes say.
package protocol RecipeReader: Sendable {
    /// The value.
    ///
    /// - Throws: ``RecipeFailure``.
    func value(of recipe: RefreshRecipe) async throws -> SecretValue

    /// Asks the recipe's check, if it has one, whether the value is good.
    ///
    /// - Throws: ``RecipeFailure`` when it is not.
    func check(_ value: SecretValue, with recipe: RefreshRecipe) async throws
}

/// Why a recipe gave no value that can be used.
package struct RecipeFailure: Error, Sendable, Hashable {
    /// A sentence without the value and without anything that a command printed.
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
