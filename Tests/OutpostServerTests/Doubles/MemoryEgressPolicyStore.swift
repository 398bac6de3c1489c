internal import OutpostCore
internal import Synchronization

/// Egress policies in memory.
final class MemoryEgressPolicyStore: EgressPolicyStore {
    private let state = Mutex<(policies: [SecretOwner: EgressPolicy], audit: [AuditEntry])>(([:], []))

    var audit: [AuditEntry] { state.withLock { $0.audit } }

    func egressPolicy(of owner: SecretOwner) async throws -> EgressPolicy {
        state.withLock { $0.policies[owner] ?? EgressPolicy() }
    }

    func changeEgressPolicy(
        of owner: SecretOwner,
        audit: AuditEntry,
        _ change: @escaping @Sendable (inout EgressPolicy) throws -> Void
    ) async throws -> EgressPolicy {
        try state.withLock { state in
            var policy = state.policies[owner] ?? EgressPolicy()
            try change(&policy)
            state.policies[owner] = policy
            state.audit.append(audit)
            return policy
        }
    }
}

extension Samples {
    /// Two groups of hosts, the first on by default.
    static let presets: EgressPresets = {
        let yaml = """
            python: { summary: PyPI, default: true, hosts: [pypi.test:443] }
            forge: { summary: A forge, hosts: [forge.test:443] }
            """
        return (try? EgressPresets(yaml: yaml)) ?? EgressPresets()
    }()
}
