internal import OutpostCore
internal import OutpostGateway
internal import TestSupport
internal import Testing

@Suite("Requests that are meant to be two", .timeLimit(.minutes(10)))
struct SmugglingTests {
    private static let smuggled = "GET /smuggled HTTP/1.1\r\nhost: internal.test\r\n\r\n"

    /// Heads and bodies behind `POST http://registry.test/one HTTP/1.1`, without the token's line.
    static let attacks: [String: String] = [
        "both framings": "host: x\r\ncontent-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
        "chunked, then a length": "host: x\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n"
            + smuggled,
        "two lengths": "host: x\r\ncontent-length: 0\r\ncontent-length: \(smuggled.utf8.count)\r\n\r\n" + smuggled,
        "a list of lengths": "host: x\r\ncontent-length: 0, \(smuggled.utf8.count)\r\n\r\n" + smuggled,
        "a negative length": "host: x\r\ncontent-length: -1\r\n\r\n" + smuggled,
        "a length with a sign": "host: x\r\ncontent-length: +0\r\n\r\n" + smuggled,
        "an unknown coding": "host: x\r\ntransfer-encoding: xchunked\r\n\r\n" + smuggled,
        "chunked not last": "host: x\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n" + smuggled,
        "two codings": "host: x\r\ntransfer-encoding: identity\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
            + smuggled,
        "a space before the colon": "host: x\r\ntransfer-encoding : chunked\r\n\r\n0\r\n\r\n" + smuggled,
        "a folded field": "host: x\r\nx-a: b\r\n transfer-encoding: chunked\r\n\r\n" + smuggled,
        "a folded framing": "host: x\r\ntransfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + smuggled,
        "bare line feeds": "host: x\nx-a: b\n\n" + smuggled,
        "a bare line feed in a field": "host: x\r\nx-a: b\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
        "a bare carriage return": "host: x\r\nx-a: b\rtransfer-encoding: chunked\r\n\r\n" + smuggled,
        "a NUL": "host: x\r\nx-a: b\0c\r\n\r\n" + smuggled,
        "two hosts": "host: registry.test\r\nhost: internal.test\r\n\r\n" + smuggled,
        "another host": "host: internal.test\r\n\r\n" + smuggled,
        "a chunk's size that overflows": "host: x\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff1\r\n"
            + smuggled,
        "a chunk's extension with a line feed": "host: x\r\ntransfer-encoding: chunked\r\n\r\n1;a\nb\r\nx\r\n0\r\n\r\n"
            + smuggled,
        "an upgrade": "host: x\r\nconnection: upgrade, content-length\r\nupgrade: h2c\r\n\r\n" + smuggled,
    ]

    @Test("reach the other host as one at most, with one host and one framing", arguments: attacks.keys.sorted())
    func attack(name: String) async throws {
        let attack = try #require(Self.attacks[name])
        try await RawServer.withServer(.tcp, answer: { _ in .response(200, body: []) }) { server in
            let port = try #require(server.url.split(separator: ":").last.flatMap { Int($0) })
            let rule = EgressRule(host: "registry.test", port: port)
            let network = EgressNetwork(lookup: { $0 == rule.host ? ["127.0.0.1"] : nil })
            try await withDoor(DoorOptions(egress: EgressAccess(privateHosts: [rule]), network: network)) { door in
                let client = try await RawClient.connect(door.socketPath)
                try await client.send("POST http://\(rule)/one HTTP/1.1\r\n\(EgressDecisionTests.basic)" + attack)
                // A door that was quick to refuse has closed already.
                try? await client.endSending()
                _ = await client.read()
                await client.close()
            }
            #expect(server.requests.count <= 1)
            #expect(!server.requests.contains { $0.target.contains("smuggled") })
            for request in server.requests {
                let names = request.headers.map { $0.name.lowercased() }
                #expect(names.count { $0 == "host" } == 1)
                #expect(request["host"] == "\(rule)")
                #expect(names.count { $0 == "content-length" || $0 == "transfer-encoding" } <= 1)
                #expect(!names.contains("upgrade"))
            }
        }
    }
}
