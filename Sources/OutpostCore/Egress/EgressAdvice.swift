/// How somebody opens a host: the words of the command line that fit where the dispatch came from.
package enum EgressAdvice: Sendable, Hashable {
    /// By an option of the same run.
    case option
    /// By the policy of a tenant.
    case tenant(String)

    /// What opens a refused host; nil when nothing can, or no single line does.
    func opening(_ rule: EgressRule, refused reason: EgressRefusal, access: EgressAccess) -> String? {
        switch (self, reason) {
        case (_, .closedAddress): nil
        case (.option, .noEgress): "--egress policy --allow \(rule)"
        case (.tenant(let tenant), .noEgress): "outpost egress mode policy --tenant \(tenant)"
        case (.option, .privateAddress): "--allow-private \(rule)"
        case (.tenant(let tenant), .privateAddress): "outpost egress allow --private \(rule) --tenant \(tenant)"
        // A wildcard that closes it closes it whatever is said of the host.
        case (_, .denied) where access.denied.contains { $0.isWildcard && $0.matches(rule) }: nil
        case (_, .notListed), (_, .denied), (_, .literalAddress): allowing([rule.description])
        }
    }

    /// What names hosts in the policy.
    func allowing(_ hosts: [String]) -> String {
        switch self {
        case .option: hosts.map { "--allow \($0)" }.joined(separator: " ")
        case .tenant(let tenant): "outpost egress allow \(hosts.joined(separator: " ")) --tenant \(tenant)"
        }
    }
}
