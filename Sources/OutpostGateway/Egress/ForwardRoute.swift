internal import NIOCore
internal import NIOHTTP1
internal import OutpostCore

/// `GET http://host/…`: plain proxying to a host that the dispatch may reach, one request a connection.
struct ForwardRoute: DoorRoute {
    let door: Door
    let url: String

    func respond(to exchange: Exchange) async throws {
        guard let target = ForwardTarget(url) else {
            throw Refusal(400, "BAD_REQUEST", "plain proxying takes http://host[:port]/…; use CONNECT for https")
        }
        let upstream = try await EgressConnector(door: door, isTunnel: false).connect(to: target.rule)
        do {
            try await exchange.body.sendContinueIfExpected()
            exchange.handOver()
            try await exchange.connection.sendRaw()
            try await upstream.channel.writeAndFlush(
                ByteBuffer(string: head(of: exchange, target, via: upstream.proxy))
            )
            // The other host may answer, and close, before it has read the whole body.
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Self.send(exchange.body, to: upstream.channel) }
                try await exchange.whileConnected {
                    while let bytes = try await upstream.inbox.next() {
                        try await exchange.connection.channel.writeAndFlush(bytes)
                    }
                }
                group.cancelAll()
            }
        } catch {
            try? await upstream.channel.close()
            throw error
        }
        try? await upstream.channel.close()
    }

    private func head(of exchange: Exchange, _ target: ForwardTarget, via proxy: ProxyServer?) -> String {
        let path = proxy == nil ? target.path : "http://\(target.rule)\(target.path)"
        let headers = HeaderRules.forwarded(exchange.head.headers, withoutToken: door.configuration.token.value)
        var lines = ["\(exchange.head.method.rawValue) \(path) HTTP/1.1", "host: \(target.authority)"]
        if let authorization = proxy?.authorization { lines.append("proxy-authorization: \(authorization)") }
        lines += headers.map { "\($0.name): \($0.value)" }
        switch exchange.body.length {
        case nil: lines.append("transfer-encoding: chunked")
        case 0? where !exchange.head.headers.contains(name: "content-length"): break
        case let length?: lines.append("content-length: \(length)")
        }
        // The answer's end is then the connection's end, so the answer need not be read to be passed on.
        lines.append("connection: close")
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    private static func send(_ body: RequestBody, to channel: any Channel) async throws {
        let isChunked = body.length == nil
        while let piece = try await body.next() {
            guard isChunked else {
                try await channel.writeAndFlush(piece)
                continue
            }
            var chunk = ByteBuffer(string: String(piece.readableBytes, radix: 16) + "\r\n")
            chunk.writeImmutableBuffer(piece)
            chunk.writeString("\r\n")
            try await channel.writeAndFlush(chunk)
        }
        if isChunked { try await channel.writeAndFlush(ByteBuffer(string: "0\r\n\r\n")) }
    }
}

/// The parts of an absolute `http` URL.
struct ForwardTarget: Hashable {
    /// Host and port, 80 unless the URL says otherwise.
    let rule: EgressRule
    /// Host and port as the URL has them.
    let authority: String
    /// Path and query, still encoded.
    let path: String

    init?(_ url: String) {
        let scheme = "http://"
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), url.lowercased().hasPrefix(scheme)
        else { return nil }
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@"), !authority.contains("\\") else { return nil }
        let hasPort = authority.hasSuffix("]") ? false : authority.contains(":")
        guard let rule = EgressRule(hasPort ? String(authority) : "\(authority):80") else { return nil }
        let path = rest.dropFirst(authority.count).prefix { $0 != "#" }
        self.rule = rule
        self.authority = String(authority)
        self.path = path.hasPrefix("/") ? String(path) : "/\(path)"
    }
}
