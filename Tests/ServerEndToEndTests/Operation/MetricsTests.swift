internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("Metrics of a server", .timeLimit(.minutes(15)))
    struct MetricsTests {
        @Test("count what ran, what runs and what it took, in a form that Prometheus takes")
        func counts() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let reader = try await bench.outpost("keys", "create", "--tenant", "acme", "--scopes", "metrics", "-q")
                let agent = bench.agent.name
                try await bench.serve(["--metrics", "keyed"]) { server in
                    let client = server.client(key)
                    let metrics = server.client(reader)
                    for _ in 0..<2 {
                        let id = try await client.dispatch("say hello to everyone")
                        #expect(try await client.ended(id)["status"].text == "success")
                    }
                    let running = try await client.dispatch("wait 600 seconds")
                    var events = try await client.events(running)
                    try await client.wait(running, for: "running")
                    _ = try await events.next()
                    var page = try await metrics.metrics()
                    #expect(page["outpost_dispatches{agent=\"\(agent)\",status=\"running\"}"] == 1)
                    #expect(try #require(page["outpost_event_stream_readers"]) >= 1)
                    #expect(page["outpost_engine_up"] == 1)
                    #expect(page["outpost_queue_length"] == 0)
                    _ = try await client.cancel(running)
                    while try await events.next() != nil {}
                    page = try await metrics.metrics()
                    #expect(page["outpost_dispatches_accepted_total{agent=\"\(agent)\"}"] == 3)
                    #expect(page["outpost_dispatches_ended_total{agent=\"\(agent)\",status=\"success\"}"] == 2)
                    #expect(page["outpost_dispatches_ended_total{agent=\"\(agent)\",status=\"cancelled\"}"] == 1)
                    #expect(page.series(of: "outpost_dispatches_ended_total").count == 2)
                    #expect(page.series(of: "outpost_dispatches").isEmpty)
                    for phase in ["queued", "provisioning", "running"] {
                        let series =
                            "outpost_dispatch_phase_duration_seconds_count{agent=\"\(agent)\",phase=\"\(phase)\"}"
                        #expect(page[series] == 3, "\(phase)")
                    }
                    #expect(page["outpost_engine_calls_total{call=\"POST /containers/create\",result=\"ok\"}"] == 3)
                    let post = "{method=\"POST\",route=\"/dispatch\",status=\"2xx\"}"
                    #expect(page["outpost_http_requests_total\(post)"] == 3)
                    #expect(try #require(page["outpost_log_bytes_total"]) > 30)
                    #expect(try #require(page["outpost_artifact_bytes_total"]) > 0)
                    #expect(try #require(page["outpost_disk_size_bytes"]) > 0)
                    try await Self.check(page, in: bench)
                    try Self.checkDashboard(against: page)
                }
            }
        }

        /// Lets Prometheus' own tool read the page, which complains of form and of style.
        private static func check(_ page: MetricsPage, in bench: ServerBench) async throws {
            let file = bench.path + "/page"
            try Data(page.text.utf8).write(to: URL(fileURLWithPath: file))
            let answer = try await Shell.attempt("sh", ["-c", "exec promtool check metrics <\"$0\"", file])
            #expect(answer.code == 0, "\(answer.output)\(answer.errors)")
            #expect(answer.errors.isEmpty, "\(answer.errors)")
        }

        /// Every metric that the dashboard asks for is on the page.
        private static func checkDashboard(against page: MetricsPage) throws {
            let file = OutpostBinary.checkout + "/docker/grafana-dashboard.json"
            let dashboard = try APICoding.decode(JSONValue.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
            let queries = dashboard["panels"].elements.flatMap { $0["targets"].elements.compactMap { $0["expr"].text } }
            #expect(queries.count > 20)
            let name = try Regex("\\b(outpost|process)_[a-z_]+").asciiOnlyWordCharacters()
            let names = Set(queries.flatMap { query in query.matches(of: name).map { String(query[$0.range]) } })
            #expect(names.count > 20)
            for name in names {
                let family = name.hasSuffix("_bucket") ? String(name.dropLast("_bucket".count)) : name
                #expect(page.families.contains(family), "\(name)")
            }
        }
    }
}
