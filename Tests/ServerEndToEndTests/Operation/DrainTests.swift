internal import CurlHTTP
internal import OutpostAPI
internal import Subprocess
internal import Testing

extension ServerTests {
    @Suite("A server that stops", .timeLimit(.minutes(15)))
    struct DrainTests {
        @Test("takes nothing new and is not ready, while what runs may end and can be asked about and cancelled")
        func drain() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve(["--drain-seconds", "90"]) { server in
                    let client = server.client(key)
                    #expect(try await client.call("GET", "/health/ready").status == 200)
                    let id = try await client.dispatch("wait 600 seconds")
                    try await client.wait(id, for: "running")
                    try server.send(.terminate)
                    try await server.hasLogged("waiting for dispatches to end")
                    let ready = try await client.call("GET", "/health/ready")
                    #expect(ready.status == 503)
                    #expect(ready.json["status"].text == "draining")
                    let health = try await client.call("GET", "/health")
                    #expect(health.status == 200)
                    #expect(health.json["status"].text == "degraded")
                    let refused = try await client.post("say hello to everyone")
                    #expect(refused.status == 503)
                    #expect(refused.errorCode == "SERVICE_UNAVAILABLE")
                    #expect(refused.headers["Retry-After"] == "10")
                    #expect(try await client.get(id)["status"].text == "running")
                    let cancelled = try await client.cancel(id)
                    #expect(cancelled.status == 200, "\(cancelled.text)")
                }
                try await bench.noContainerIsLeft()
            }
        }
    }
}
