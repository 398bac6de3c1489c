internal import Foundation
internal import NIOCore
internal import NIOPosix
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
    let access: RepositoryAccess

    /// The address to connect to; nil where any will do, or where this host's proxy resolves the name.
    ///
    /// - Throws: ``Refusal`` where the host is not found, or is in a network that is closed.
    func find(_ url: String) async throws -> RepositoryAddress? {
        guard !access.allowsPrivate, let parts = URLComponents(string: url), let host = parts.host else { return nil }
        let isTLS = parts.scheme?.lowercased() == "https"
        let rule = EgressRule(host: host.trimming("[]"), port: parts.port ?? (isTLS ? 443 : 80))
        let check = AddressCheck(allowsPrivate: false, own: network.ownAddresses())
        if !rule.isLiteral, network.proxies.server(for: rule, isTunnel: isTLS) != nil { return nil }
        let address = try await resolve(rule)
        guard check.refusal(of: address) == nil else {
            throw Refusal.git(
                403,
                "\(rule.host) has an address in a private network, which is closed; the operator's git_hosts opens it"
            )
        }
        return RepositoryAddress(rule: rule, address: address)
    }

    private func resolve(_ rule: EgressRule) async throws -> String {
        if let known = network.lookup(rule.host)?.first { return known }
        do {
            let found = try await NIOThreadPool.singleton.runIfActive {
                try SocketAddress.makeAddressResolvingHost(rule.host, port: rule.port).ipAddress
            }
            if let found { return found }
        } catch {
            try Task.checkCancellation()
        }
        throw Refusal.git(502, "the repository's host cannot be reached: \(rule.host) is not found")
    }
}

extension String {
    fileprivate func trimming(_ characters: String) -> String {
        trimmingCharacters(in: CharacterSet(charactersIn: characters))
    }
}
