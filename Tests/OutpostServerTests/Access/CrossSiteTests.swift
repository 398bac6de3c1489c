internal import HTTPTypes
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("A page of another site, in the browser of somebody who has a key")
struct CrossSiteTests {
    /// What a browser says of such a page, whatever name it found this server by.
    private static let headers = ["Origin": "https://evil.test", "Host": "evil.test:3000"]

    @Test(
        "can send no request that counts: forms carry no key, and nothing stands in for one",
        arguments: ["application/x-www-form-urlencoded", "text/plain", "application/json"]
    )
    func form(type: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.dispatch])
        try await bench.run { client in
            let headers = Self.headers.merging(["Content-Type": type, "Cookie": "X-API-Key=\(key)"]) { $1 }
            let body = #"{"agent":"claude","task":"Fix the failing test"}"#
            let reply = try await client.send(.post, "/dispatch", headers: headers, body: body)
            #expect(reply.status == 401, "\(reply.text)")
            let inQuery = try await client.send(.get, "/dispatch?X-API-Key=\(key)", headers: Self.headers)
            #expect(inQuery.status == 401)
        }
        #expect(bench.service.drafts.isEmpty)
    }

    @Test("is not allowed to send a key, nor to read an answer")
    func preflight() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let asked = Self.headers.merging([
                "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-api-key",
            ]) { $1 }
            let preflight = try await client.send(.options, "/dispatch", headers: asked)
            #expect(preflight.status >= 400)
            let reply = try await client.send(.get, "/dispatch", key: key, headers: Self.headers)
            #expect(reply.status == 200)
            for answer in [preflight, reply] {
                #expect(!answer.headers.contains { $0.name.canonicalName.hasPrefix("access-control-") })
            }
        }
    }
}
