internal import NIOCore
internal import OutpostCore

/// A connection to another host through the proxy that this host itself has to use.
///
/// The proxy resolves the name, so which addresses are reached is its decision; names of this machine and literal
/// addresses are still checked here.
struct ProxiedConnection: Sendable {
    let proxy: ProxyServer
    let isTunnel: Bool
    let timeout: Duration

    /// Largest head of the proxy's answer, in bytes.
    private static let maximumHead = 16 << 10

    /// Connects.
    ///
    /// - Throws: ``AddressRefused``, or ``Refusal`` 502 with what the proxy said.
    func open(
        _ rule: EgressRule,
        _ check: AddressCheck,
        dial: @Sendable (EgressRule) async throws -> Upstream
    ) async throws -> Upstream {
        if let refusal = check.refusalBehindProxy(of: rule) { throw AddressRefused(refusal: refusal) }
        guard let server = proxy.rule else {
            throw Refusal(502, "EGRESS_FAILED", "the server's own proxy is not an http:// one, which egress needs")
        }
        var upstream = try await dial(server)
        guard isTunnel else {
            upstream.proxy = proxy
            return upstream
        }
        do {
            upstream.early = try await handshake(upstream, rule)
            return upstream
        } catch {
            try? await upstream.channel.close()
            throw error
        }
    }

    /// Asks for the tunnel; returns what came behind the answer.
    private func handshake(_ upstream: Upstream, _ rule: EgressRule) async throws -> ByteBuffer {
        let early = try await withTimeLimit(timeout) {
            let head = "CONNECT \(rule) HTTP/1.1\r\nhost: \(rule)\r\n\(proxy.header)\r\n"
            try await upstream.channel.writeAndFlush(ByteBuffer(string: head))
            return try await answer(upstream.inbox)
        }
        guard let early else { throw Refusal(502, "EGRESS_FAILED", "the server's own proxy does not answer") }
        return early
    }

    private func answer(_ inbox: Inbox<ByteBuffer>) async throws -> ByteBuffer {
        var bytes: [UInt8] = []
        let end = Array("\r\n\r\n".utf8)
        while let piece = try await inbox.next() {
            bytes += piece.readableBytesView
            guard let place = bytes.firstRange(of: end) else {
                guard bytes.count <= Self.maximumHead else { break }
                continue
            }
            let status = String(decoding: bytes.prefix { $0 != 0x0d }, as: UTF8.self).split(separator: " ")
            guard status.count > 1, status[0].hasPrefix("HTTP/1."), let code = Int(status[1]) else { break }
            guard (200..<300).contains(code) else {
                throw Refusal(502, "EGRESS_FAILED", "the server's own proxy answered \(code)")
            }
            return ByteBuffer(bytes: bytes[place.upperBound...])
        }
        throw Refusal(502, "EGRESS_FAILED", "the server's own proxy answered with something else than HTTP/1.1")
    }
}
