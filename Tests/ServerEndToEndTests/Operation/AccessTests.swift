internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("Access", .timeLimit(.minutes(15)))
    struct AccessTests {
        @Test("ends for a suspended tenant at once and comes back when it is resumed")
        func suspension() async throws {
            try await ServerBench.with { bench in
                let (key, other) = (try await bench.tenant("acme"), try await bench.tenant("other"))
                try await bench.serve { server in
                    let client = server.client(key)
                    #expect(try await client.call("GET", "/dispatch").status == 200)
                    try await bench.outpost("tenants", "suspend", "acme")
                    let refused = try await client.call("GET", "/dispatch")
                    #expect(refused.status == 401)
                    #expect(refused.errorCode == "AUTHENTICATION_ERROR")
                    #expect(try await client.post("say hello to everyone").status == 401)
                    #expect(try await server.client(other).call("GET", "/dispatch").status == 200)
                    try await bench.outpost("tenants", "resume", "acme")
                    #expect(try await client.call("GET", "/dispatch").status == 200)
                }
            }
        }

        @Test("needs a key that is known, not revoked and not expired, and has the scope")
        func keys() async throws {
            try await ServerBench.with { bench in
                _ = try await bench.tenant("acme")
                try await bench.serve { server in
                    func key(_ options: String...) async throws -> String {
                        let create = ["keys", "create", "--tenant", "acme", "-q", "--data-dir", bench.data]
                        return try await Shell.run(OutpostBinary.path, create + options)
                    }
                    func status(_ key: String?) async throws -> Int {
                        try await server.client(key).call("GET", "/dispatch").status
                    }
                    let revoked = try await key()
                    #expect(try await status(revoked) == 200)
                    try await bench.outpost("keys", "revoke", String(revoked.prefix(12)))
                    #expect(try await status(revoked) == 401)

                    let short = try await key("--expires", "8s")
                    #expect(try await status(short) == 200)
                    while try await status(short) == 200 {}
                    #expect(try await server.client(short).call("GET", "/dispatch").text.contains("expired"))

                    for bad in [nil, "otp_" + String(repeating: "0", count: 64), "nonsense"] {
                        #expect(try await status(bad) == 401)
                    }
                    let reader = server.client(try await key("--scopes", "status"))
                    #expect(try await reader.call("GET", "/dispatch").status == 403)
                    #expect(try await reader.post("say hello to everyone").status == 403)
                }
            }
        }

        @Test("is limited to the tenant's rate, and an answer beyond it says when to come again")
        func rate() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme", limits: ["--rate", "5"])
                try await bench.serve { server in
                    let client = server.client(key)
                    var left: [Int] = []
                    for _ in 0..<5 {
                        let answer = try await client.call("GET", "/dispatch")
                        #expect(answer.status == 200)
                        #expect(Self.number("X-RateLimit-Limit", of: answer) == 5)
                        left.append(try #require(Self.number("X-RateLimit-Remaining", of: answer)))
                    }
                    #expect(left == [4, 3, 2, 1, 0])
                    let refused = try await client.post("say hello to everyone")
                    #expect(refused.status == 429)
                    #expect(refused.errorCode == "RATE_LIMIT_EXCEEDED")
                    #expect(Self.number("X-RateLimit-Remaining", of: refused) == 0)
                    #expect((1...12).contains(try #require(Self.number("Retry-After", of: refused))))
                    let reset = try #require(Self.number("X-RateLimit-Reset", of: refused))
                    #expect((0...61).contains(Double(reset) - Date().timeIntervalSince1970))
                    #expect(try await client.call("GET", "/health/live").status == 200)
                }
            }
        }

        private static func number(_ header: String, of answer: APIAnswer) -> Int? {
            answer.headers[header].flatMap { Int($0) }
        }
    }
}
