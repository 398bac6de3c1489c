internal import Foundation
internal import HTTPTypes
internal import HummingbirdTesting
internal import OutpostCore
internal import Prometheus
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("Metrics page", .timeLimit(.minutes(10)))
struct MetricRouteTests {
    @Test("is for keys with the scope metrics and the operator's with admin, and for nobody else")
    func access() async throws {
        let bench = try await Bench()
        let reader = try await bench.key(scopes: [.metrics])
        let admin = try await bench.key(scopes: [.admin])
        let others = try await bench.key(scopes: Set(Scope.allCases).subtracting([.metrics, .admin]))
        let operatorKey = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            #expect(try await client.send(.get, "/metrics").status == 401)
            // It names other tenants, which do not exist for a tenant's own administrator.
            for key in [admin, others] {
                let reply = try await client.send(.get, "/metrics", key: key)
                #expect(reply.status == 403)
                #expect(reply.text.contains("metrics"))
            }
            for key in [reader, operatorKey] {
                let reply = try await client.send(.get, "/metrics", key: key)
                #expect(reply.status == 200)
                #expect(reply.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
                #expect(reply.text.contains("# TYPE outpost_http_requests_total counter\n"))
            }
            #expect(try await client.send(.get, "/dispatch", key: reader).status == 403)
            #expect(try await client.send(.get, "/dispatch", key: admin).status == 200)
        }
    }

    @Test("is for everybody where the operator says so, and on the administration's socket without naming a tenant")
    func open() async throws {
        let bench = try await Bench()
        try await bench.server(opensMetrics: true).application().test(.router) { client in
            let reply = try await Client(client: client).send(.get, "/metrics")
            #expect(reply.status == 200)
        }
        try await TemporaryFolder.with { folder in
            try await SocketServer.with(bench.server(), at: folder.path + "/admin.sock") { client in
                let reply = try await client.send("GET", "/metrics")
                #expect(reply.text.contains("outpost_http_requests_total"))
            }
        }
    }

    @Test("counts requests by route, and what clients make up as one")
    func requests() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.metrics])
        try await bench.run { client in
            for number in 0..<50 {
                _ = try await client.send(.get, "/made-up-\(number)")
                _ = try await client.send(.get, "/dispatch/\(number)\(number)")
                _ = try await client.send(try #require(HTTPRequest.Method("MADE\(number)")), "/made-up")
            }
            _ = try await client.send(.get, "/health/live")
            let page = try await client.send(.get, "/metrics", key: key).text
            let counts = page.split(separator: "\n").filter { $0.hasPrefix("outpost_http_requests_total{") }
            #expect(
                counts == [
                    "outpost_http_requests_total{method=\"GET\",route=\"/dispatch/{dispatchId}\",status=\"4xx\"} 50",
                    "outpost_http_requests_total{method=\"GET\",route=\"/health/live\",status=\"2xx\"} 1",
                    "outpost_http_requests_total{method=\"other\",route=\"other\",status=\"4xx\"} 100",
                ]
            )
            #expect(page.contains("_duration_seconds_count{method=\"GET\",route=\"/health/live\"} 1\n"))
        }
    }

    @Test("tells at most twenty tenants apart, and sums up the others")
    func tenants() async throws {
        let bench = try await Bench()
        for number in 10..<60 {
            let id = "\(number)000000-1111-4111-8111-111111111111"
            try await bench.identities.insert(
                Tenant(id: id, name: "t\(number)", tier: .free, createdAt: Samples.epoch)
            )
        }
        let live = LiveDispatches(DispatchMetrics())
        live.takeUp(
            try (0..<30).map { number in
                try Samples.dispatch(id: Samples.freshID(), tenant: "\(number + 30)000000-1111-4111-8111-111111111111")
            }
        )
        let metrics = TenantMetrics(identities: bench.identities, results: bench.results, live: live)
        let families = try await metrics.families()
        let family = try #require(families.first { $0.name == "outpost_tenant_dispatches" })
        #expect(family.samples.count == 21)
        #expect(family.samples.reduce(0) { $0 + $1.value } == 30)
        // By id: alice's comes after 11000000, and all dispatches are of tenants from 30000000 on.
        #expect(family.samples.contains { $0.labels == [.init("tenant", "alice")] })
        #expect(family.samples.first { $0.labels == [.init("tenant", "other")] }?.value == 30)
    }

    @Test("has what can be read when something cannot, and counts that")
    func failure() async throws {
        let bench = try await Bench()
        let sources = MetricSources(
            current: [{ throw CancellationError() }, { [.gauge("outpost_there", "h", 1)] }]
        )
        try await bench.server(opensMetrics: true, metrics: sources).application().test(.router) { client in
            let client = Client(client: client)
            let page = try await client.send(.get, "/metrics").text
            #expect(page.contains("\noutpost_there 1\n"))
            let next = try await client.send(.get, "/metrics").text
            #expect(next.contains("\noutpost_scrape_failures_total 1\n"))
        }
    }

    @Test("asks the database once for scrapes that come together")
    func together() async throws {
        let bench = try await Bench()
        let (came, asked, isRead) = (Observed(0), Observed(0), Gate())
        let sources = MetricSources(
            current: [
                {
                    came.update { $0 += 1 }
                    return []
                }
            ],
            stored: [
                {
                    asked.update { $0 += 1 }
                    try await isRead.pass()
                    return [.gauge("outpost_there", "h", 1)]
                }
            ]
        )
        try await bench.server(opensMetrics: true, metrics: sources).application().test(.router) { client in
            let client = Client(client: client)
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<5 { group.addTask { try await client.send(.get, "/metrics").text } }
                try await came.wait { $0 == 5 }
                isRead.open()
                for try await page in group { #expect(page.contains("\noutpost_there 1\n")) }
            }
        }
        #expect(asked.value == 1)
    }

    @Test("asks the database at most once in five seconds")
    func cache() async throws {
        let bench = try await Bench()
        let asked = Observed(0)
        let sources = MetricSources(stored: [
            {
                asked.update { $0 += 1 }
                return []
            }
        ])
        try await bench.server(opensMetrics: true, metrics: sources).application().test(.router) { client in
            let client = Client(client: client)
            for _ in 0..<10 { _ = try await client.send(.get, "/metrics") }
            #expect(asked.value == 1)
            bench.advance(by: 5)
            _ = try await client.send(.get, "/metrics")
            #expect(asked.value == 2)
        }
    }
}
