internal import Foundation
internal import OutpostCore

/// Where a repository's host is: the address that was looked at is the one that is connected to, so that a name cannot
/// change its mind meanwhile.
struct RepositoryAddress: Sendable, Hashable {
    let rule: EgressRule
    let address: String

    /// As curl and git take it: no lookup for this host and port.
    var resolution: String { "\(rule.host):\(rule.port):\(address)" }
}

/// Keeps the repositories that tenants name out of the networks around this machine.
struct RepositoryLookup {
    let network: EgressNetwork
    /// Whether any address will do.
    let allowsPrivate: Bool

    /// The address to connect to; nil where any will do, or where this host's proxy resolves the name.
    ///
    /// - Throws: ``Refusal`` where the host is not found, or is in a network that is closed.
    func find(_ url: String) async throws -> RepositoryAddress? {
        guard !allowsPrivate else { return nil }
        let parts = URLComponents(string: url)
        let isTLS = parts?.scheme?.lowercased() == "https"
        // A name in another spelling, such as one with a dot at its end, is resolved by others as they please.
        guard let host = parts?.host?.lowercased(),
            let rule = EgressRule(
                "\(host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host):\(parts?.port ?? (isTLS ? 443 : 80))"
            ),
            rule.host == host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        else { throw Refusal.git(403, "the repository's host is not named as hosts are") }
        let check = AddressCheck(allowsPrivate: false, own: network.ownAddresses())
        // Plain http goes past proxies whose variable is in capitals: it is looked up here and connected to.
        if isTLS, network.proxies.server(for: rule, isTunnel: true) != nil {
            guard check.refusalBehindProxy(of: rule) == nil else { throw Self.closed(rule) }
            return nil
        }
        let address = try await resolve(rule)
        guard check.refusal(of: address) == nil else { throw Self.closed(rule) }
        return RepositoryAddress(rule: rule, address: address)
    }

    private static func closed(_ rule: EgressRule) -> Refusal {
        Refusal.git(
            403,
            "\(rule.host) has an address in a private network, which is closed; the operator's git_hosts opens it"
        )
    }

    private func resolve(_ rule: EgressRule) async throws -> String {
        if let found = try await network.address(of: rule) { return found }
        throw Refusal.git(502, "the repository's host cannot be reached: \(rule.host) is not found")
    }
}

extension PublishedRepository {
    /// Where the host of the repository, or of another URL of its forge, is connected to; nil where any address will do.
    ///
    /// - Throws: ``PromotionError/refused(_:)``.
    func address(_ network: EgressNetwork, of url: String? = nil) async throws -> RepositoryAddress? {
        do {
            return try await RepositoryLookup(network: network, allowsPrivate: allowsPrivate).find(url ?? self.url)
        } catch let refusal as Refusal {
            throw PromotionError.refused(refusal.message)
        }
    }
}
