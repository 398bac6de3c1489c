internal import Foundation

/// Where a webhook's messages go: an https URL, or what the operator's `webhook_private_hosts` opens.
package struct WebhookTarget: Sendable, Hashable {
    /// The URL.
    package let url: String
    /// Its host and port.
    package let rule: EgressRule
    /// Whether the operator named host and port, so that they may be in a private network.
    package let isPrivate: Bool

    /// Bytes that a URL has at most.
    package static let maximumBytes = 2048

    /// Reads a URL.
    ///
    /// - Parameters:
    ///   - url: the URL.
    ///   - privateHosts: what the operator opened.
    /// - Throws: ``WebhookFailure`` in words that follow the URL's name.
    package init(_ url: String, privateHosts: Set<EgressRule>) throws(WebhookFailure) {
        guard (1...Self.maximumBytes).contains(url.utf8.count) else {
            throw WebhookFailure("must have 1 to \(Self.maximumBytes) bytes")
        }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            ["https", "http"].contains(scheme)
        else { throw WebhookFailure("must be an https URL") }
        guard parts.user == nil, parts.password == nil, parts.fragment == nil else {
            throw WebhookFailure("must not hold a user, a password or a fragment: the signature tells who sends")
        }
        // A name in another spelling, such as one with a dot at its end, is resolved by others as they please.
        guard let host = parts.host?.lowercased(), let rule = EgressRule(url: url),
            rule.host == host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        else { throw WebhookFailure("must name a host as hosts are named, and a port from 1 to 65535 if any") }
        isPrivate = privateHosts.contains(rule)
        guard scheme == "https" || isPrivate else {
            throw WebhookFailure("must be an https URL; the operator's webhook_private_hosts opens \(rule) to http")
        }
        self.url = url
        self.rule = rule
    }
}
