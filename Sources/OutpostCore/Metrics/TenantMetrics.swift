package import Prometheus

/// What tenants have at this moment: dispatches that have not ended, and stored results.
///
/// The first tenants by id are told apart, the others are summed up.
package struct TenantMetrics: Sendable {
    private let identities: any IdentityStore
    private let results: any ResultStore
    private let live: LiveDispatches

    /// Tenants that are told apart.
    static let limit = 20

    package init(identities: any IdentityStore, results: any ResultStore, live: LiveDispatches) {
        self.identities = identities
        self.results = results
        self.live = live
    }

    /// Reads tenants and sums from the database, once each.
    ///
    /// - Throws: an error of the stores.
    package func families() async throws -> [MetricFamily] {
        let tenants = try await identities.tenants()
        let usage = try await results.usageByTenant()
        let named = tenants.sorted { $0.id < $1.id }.prefix(Self.limit)
        let names = Dictionary(named.map { ($0.id, $0.name) }) { first, _ in first }
        func byName(_ values: [String: Int]) -> [String: Double] {
            let start = Dictionary(names.values.map { ($0, 0.0) }) { first, _ in first }
            return values.reduce(into: start) { sums, entry in
                sums[names[entry.key] ?? MetricRegistry.others, default: 0] += Double(entry.value)
            }
        }
        let states = Dictionary(grouping: tenants, by: \.status.rawValue).mapValues { Double($0.count) }
        return [
            .gauge("outpost_tenants", "Tenants.", by: "status", states),
            .gauge(
                "outpost_tenant_dispatches",
                "Dispatches that have not ended, by tenant.",
                by: "tenant",
                byName(live.countByTenant)
            ),
            .gauge(
                "outpost_tenant_stored_bytes",
                "Bytes of stored results, by tenant.",
                by: "tenant",
                byName(usage.mapValues(\.bytes))
            ),
            .gauge(
                "outpost_stored_bytes",
                "Bytes of all stored results.",
                Double(usage.values.reduce(0) { $0 + $1.bytes })
            ),
            .gauge(
                "outpost_stored_results",
                "Dispatches that have stored results.",
                Double(usage.values.reduce(0) { $0 + $1.results })
            ),
        ]
    }
}
