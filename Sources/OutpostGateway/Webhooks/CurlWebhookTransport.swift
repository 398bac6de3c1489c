package import CurlHTTP
package import OutpostCore

/// Sends webhooks' messages: to the address that was looked at, past the environment's proxies, on a connection of its
/// own.
package struct CurlWebhookTransport: WebhookTransport {
    private let curl: CurlClient
    private var network: EgressNetwork
    private let tls: CurlTLS

    /// Time for connecting, sending and the answer's head and beginning.
    package static let deadline = Duration.seconds(10)

    /// - Parameters:
    ///   - curl: sends the requests.
    ///   - network: finds hosts, and knows which addresses are this machine's own.
    ///   - tls: whom https trusts; the system's authorities by default.
    package init(curl: CurlClient, network: EgressNetwork, tls: CurlTLS = CurlTLS()) {
        self.curl = curl
        self.network = network
        self.network.resolver = .webhooks
        self.tls = tls
    }

    /// Looks the host up, and says in which network it is where that is closed.
    package func refusal(of target: WebhookTarget) async throws -> String? {
        guard let address = try await network.address(of: target.rule) else { return nil }
        return refusal(of: address, target)
    }

    private func refusal(of address: String, _ target: WebhookTarget) -> String? {
        let check = AddressCheck(allowsPrivate: target.isPrivate, own: network.ownAddresses())
        switch check.refusal(of: address) {
        case nil: return nil
        case .privateAddress:
            return "\(target.rule) has an address in a private network; the operator's webhook_private_hosts opens it"
        case .noEgress, .notListed, .denied, .literalAddress, .closedAddress:
            return "\(target.rule) has an address in a network that is not reached"
        }
    }

    /// Sends the message and reads the answer's beginning.
    package func post(_ post: WebhookPost) async throws -> WebhookReply {
        guard let address = try await network.address(of: post.target.rule) else {
            throw WebhookFailure("the host \(post.target.rule.host) is not found")
        }
        if let refusal = refusal(of: address, post.target) { throw WebhookFailure(refusal) }
        let request = CurlRequest(
            method: "POST",
            url: post.target.url,
            address: address,
            headers: [
                "Content-Type": "application/json", "User-Agent": "outpost-webhooks",
                "webhook-id": post.message, "webhook-timestamp": String(post.timestamp),
                "webhook-signature": post.signature,
            ],
            body: .bytes(post.body),
            deadline: Self.deadline,
            connection: .fresh,
            tls: tls,
            proxies: .none
        )
        do {
            let response = try await curl.send(request)
            return WebhookReply(
                status: response.status,
                retryAfter: response.headers["Retry-After"],
                body: String(decoding: await Self.beginning(of: response.body), as: UTF8.self)
            )
        } catch {
            try Task.checkCancellation()
            throw WebhookFailure("the endpoint did not answer: \(error)")
        }
    }

    /// What comes first; the rest is not read, and an answer whose body breaks off counts by its status.
    private static func beginning(of body: CurlBody) async -> [UInt8] {
        var bytes: [UInt8] = []
        var chunks = body.makeAsyncIterator()
        while bytes.count < WebhookDelivery.responseBytes, let chunk = try? await chunks.next() { bytes += chunk }
        return Array(bytes.prefix(WebhookDelivery.responseBytes))
    }
}
