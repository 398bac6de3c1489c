/// Gives secrets by name.
///
/// A value is asked for when a dispatch starts and is kept nowhere.
package protocol SecretSource: Sendable {
    /// The tenant's secret of that name; nil when there is none.
    func secret(_ name: String, tenant: String) async throws -> String?

    /// Every value that a dispatch of the tenant's may have got under that name, as far as they are kept.
    func knownValues(_ name: String, tenant: String) async throws -> [String]

    /// Whether there is one; the question is no use of it.
    func contains(_ name: String, tenant: String) async throws -> Bool
}

extension SecretSource {
    /// The secret alone, for sources that keep no earlier values.
    package func knownValues(_ name: String, tenant: String) async throws -> [String] {
        try await secret(name, tenant: tenant).map { [$0] } ?? []
    }

    /// Asks for the secret itself, for sources that keep no record of uses.
    package func contains(_ name: String, tenant: String) async throws -> Bool {
        try await secret(name, tenant: tenant) != nil
    }
}
