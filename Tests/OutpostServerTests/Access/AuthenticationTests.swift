internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Authentication")
struct AuthenticationTests {
    @Test(
        "The key is found as Outpost v2 finds it",
        arguments: [
            (["Authorization": "Bearer abc"], "abc"),
            (["X-API-Key": "abc"], "abc"),
            (["Authorization": "Bearer abc", "X-API-Key": "def"], "abc"),
            (["Authorization": "bearer abc"], nil),
            (["Authorization": "bearer abc", "X-API-Key": "def"], "def"),
            (["Authorization": "Basic abc", "X-API-Key": "def"], "def"),
            (["Authorization": "Bearer  abc"], " abc"),
            (["Authorization": "Bearer", "X-API-Key": "def"], "def"),
            (["X-API-Key": ""], nil),
            ([:], nil),
        ] as [([String: String], String?)]
    )
    func key(headers: [String: String], key: String?) throws {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        #expect(Authenticator.key(in: fields) == key)
    }

    private func expectRefusal(_ reply: Reply, _ message: String) throws {
        #expect(reply.status == 401)
        #expect(try reply.value("error") == ["code": "AUTHENTICATION_ERROR", "message": .string(message)])
        #expect(reply.header("WWW-Authenticate") == nil)
        #expect(reply.header("X-RateLimit-Limit") == nil)
    }

    @Test("A request without a usable key is refused, and so is one with an unknown key")
    func unknown() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            try expectRefusal(await client.send(.get, "/dispatch"), "API key required")
            try expectRefusal(await client.send(.get, "/dispatch", key: "nonsense"), "Invalid API key")
            let both = try await client.send(
                .get,
                "/dispatch",
                key: key,
                headers: ["Authorization": "Bearer nonsense"]
            )
            try expectRefusal(both, "Invalid API key")
        }
    }

    @Test("A revoked key, an expired one and one of a suspended tenant are refused, each in its words")
    func judged() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let brief = try await bench.key(expiresAt: Samples.epoch.addingTimeInterval(10))
        try await bench.run { client in
            #expect(try await client.send(.get, "/dispatch", key: brief).status == 200)
            bench.advance(by: 10)
            try expectRefusal(await client.send(.get, "/dispatch", key: brief), "API key has expired")
            var tenant = try #require(try await bench.identities.tenant("alice"))
            tenant.status = .suspended
            try await bench.identities.update(tenant)
            try expectRefusal(await client.send(.get, "/dispatch", key: key), "Tenant is suspended")
            let id = try #require(try await bench.identities.find(hash: APIKeySecret(value: key).hash)).key.id
            _ = try await bench.identities.revoke(id, at: bench.now)
            try expectRefusal(await client.send(.get, "/dispatch", key: key), "API key is revoked")
        }
    }

    @Test("A use is noted once a minute")
    func touch() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            for _ in 0..<3 { _ = try await client.send(.get, "/dispatch", key: key) }
            bench.advance(by: 60)
            _ = try await client.send(.get, "/dispatch", key: key)
        }
        #expect(bench.identities.touches.count == 2)
    }

    @Test("A use that cannot be noted does not fail the request")
    func touchFails() async throws {
        let bench = try await Bench(failsToTouch: true)
        let key = try await bench.key()
        try await bench.run { client async throws in
            #expect(try await client.send(.get, "/dispatch", key: key).status == 200)
        }
    }

    @Test(
        "Texts are equal when all their bytes are",
        arguments: [
            ("", "", true), ("abc", "abc", true), ("abc", "abd", false), ("abc", "ab", false), ("ä", "a\u{308}", false),
        ]
    )
    func constantTime(left: String, right: String, isEqual: Bool) {
        #expect(ConstantTime.equal(left, right) == isEqual)
    }
}
