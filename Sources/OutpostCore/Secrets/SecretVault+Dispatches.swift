internal import Crypto
internal import Foundation

extension SecretVault: RequestSecrets {
    /// Seals the values under a fresh key, and that one under the tenant's; both are bound to the dispatch.
    package func seal(
        _ values: [String: String],
        for dispatch: DispatchID,
        tenant: String
    ) async throws -> SealedSecret {
        let reference = SecretReference(of: dispatch, tenant: tenant)
        let (number, key) = try await currentKey(for: reference)
        return try context.seal(
            try JSONEncoder().encode(values),
            as: reference,
            version: SecretReference.dispatchVersion,
            under: key,
            numbered: number
        )
    }

    /// Opens what the store keeps of the dispatch.
    package func values(of dispatch: DispatchID, tenant: String) async throws -> [String: String]? {
        let reference = SecretReference(of: dispatch, tenant: tenant)
        guard let kept = try await store.requestSecret(reference) else { return nil }
        return try JSONDecoder().decode([String: String].self, from: try open(kept, of: reference))
    }
}

extension SecretReference {
    /// What came with a dispatch is sealed once.
    package static let dispatchVersion = 1

    fileprivate init(of dispatch: DispatchID, tenant: String) {
        self.init(owner: .tenant(tenant), kind: .dispatch, name: dispatch.text)
    }
}
