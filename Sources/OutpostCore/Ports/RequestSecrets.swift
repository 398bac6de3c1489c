/// Keeps the values that came with requests, sealed, until their dispatches have ended.
package protocol RequestSecrets: Sendable {
    /// Seals the values of a new dispatch; ``DispatchRepository`` writes them down with it and removes them with its end.
    ///
    /// - Throws: ``SecretError/damaged(_:)`` when the tenant's key cannot be opened, or the store's own error.
    func seal(_ values: [String: String], for dispatch: DispatchID, tenant: String) async throws -> SealedSecret

    /// The values by name; nil where none are kept, as of a dispatch that has ended.
    ///
    /// - Throws: ``SecretError/damaged(_:)``, or the store's own error.
    func values(of dispatch: DispatchID, tenant: String) async throws -> [String: String]?
}
