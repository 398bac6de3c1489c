internal import OutpostCore

extension EgressNetwork {
    /// The first address of a host, as ``lookup`` or ``resolver`` has it; nil when it is not found.
    ///
    /// - Throws: `CancellationError`.
    func address(of rule: EgressRule) async throws -> String? {
        if let known = lookup(rule.host) { return known.first }
        return try await resolver.address(of: rule)
    }
}
