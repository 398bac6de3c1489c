internal import OutpostCore

/// What the data directory's database says of tenants and of their secrets.
struct StoredFacts: Sendable {
    /// Names of secrets that are lent to all tenants.
    var shared: Set<String> = []
    /// Names of secrets by tenant.
    var tenants: [String: Set<String>] = [:]
    /// The values in use, where they were asked for; nothing shows them.
    var values: [StoredKey: SecretValue] = [:]
    /// Why the values could not be had; nil where they could, or were not asked for.
    var valueProblem: CommandFailure?
    /// Tenants by the runtime of their containers.
    var runtimes: [String: [String]] = [:]
    /// Why it could not be read; nil where it could, or there is nothing to read.
    var problem: CommandFailure?

    /// Names one stored secret.
    struct StoredKey: Sendable, Hashable {
        let name: String
        /// Nil for what is lent to all tenants.
        let tenant: String?
    }
}
