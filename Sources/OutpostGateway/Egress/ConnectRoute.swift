internal import NIOCore
internal import OutpostCore

/// `CONNECT host:port`: a tunnel to a host that the dispatch may reach.
struct ConnectRoute: DoorRoute {
    let door: Door
    let authority: String

    func respond(to exchange: Exchange) async throws {
        guard let rule = EgressRule(authority) else {
            throw Refusal(400, "BAD_REQUEST", "CONNECT takes host:port")
        }
        let upstream = try await EgressConnector(door: door, isTunnel: true).connect(to: rule)
        do {
            guard try await exchange.body.drain(limit: 0) else { throw ClientGone() }
            exchange.handOver()
            let client = exchange.connection
            try await client.receiveRaw()
            try await client.sendRaw()
            try await client.channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"))
        } catch {
            try? await upstream.channel.close()
            throw error
        }
        await Tunnel(client: exchange.connection, upstream: upstream).run()
    }
}
