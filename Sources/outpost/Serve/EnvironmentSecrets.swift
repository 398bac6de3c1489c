internal import OutpostCore

/// Secrets from the server's own environment, the same for every tenant.
///
/// This is the simplest way for one developer; what is stored for a tenant or for all comes first.
/// Only what the operator means to lend is found: a provider's key under its own name, which goes no further than the
/// gateway, and `OUTPOST_SECRET_<NAME>`, which agents may be given as `<NAME>`.
struct EnvironmentSecrets: SecretSource {
    private let values: [String: String]

    init(environment: [String: String], catalog: AgentCatalog) {
        let prefix = "OUTPOST_SECRET_"
        let keys = Set(catalog.agents.values.compactMap { $0.manifest?.model?.authSecret })
        var values = environment.filter { keys.contains($0.key) && !$0.value.isEmpty }
        for (name, value) in environment where name.hasPrefix(prefix) && !value.isEmpty {
            values[String(name.dropFirst(prefix.count))] = value
        }
        self.values = values
    }

    func secret(_ name: String, tenant: String) async throws -> String? { values[name] }
}
