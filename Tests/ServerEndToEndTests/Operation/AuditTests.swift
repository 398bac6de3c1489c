internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("The audit trail of a running server", .timeLimit(.minutes(15)))
    struct AuditTests {
        @Test("tells who did what from where, page by page and by the command line alike, and holds together")
        func trail() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let value = "audited-\(UUID().uuidString)"
                let create = ["keys", "create", "--tenant", "operator", "--scopes", "admin", "-q"]
                try await bench.serve { server in
                    try await bench.store("TRIAL_SECRET", value, "--tenant", "acme")
                    let admin = server.client(
                        try await Shell.run(OutpostBinary.path, create + ["--data-dir", bench.data])
                    )
                    // What a client says of its own address is not what is recorded.
                    let forged = [("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=203.0.113.9")]
                    let made = try await server.client(key).call(
                        "POST",
                        "/dispatch",
                        [
                            "agent": .string(bench.agent.name), "task": "digest 0 a",
                            "additionalSecrets": ["TRIAL_SECRET"],
                        ],
                        headers: forged
                    )
                    let id = try #require(made.data["dispatchId"].text, "\(made.text)")
                    _ = try await server.client(key).ended(id)
                    try await bench.noContainerIsLeft()

                    let paged = try await Self.pages(admin)
                    let listed = try await Self.rows(bench.outpost("audit", "export", "--json"))
                    #expect(paged == listed)
                    #expect(listed.map { $0["sequence"].number } == (1...listed.count).map { $0 })
                    Self.check(listed, dispatch: id)
                    let text = "\(listed)"
                    #expect(!text.contains(value) && !text.contains(key) && !text.contains("203.0.113.9"))
                    try await Self.verify(bench, admin, count: listed.count)
                    #expect(try await server.client(key).call("GET", "/admin/audit").status == 403)
                }
            }
        }

        @Test("shows which row somebody changed who can write to the database, and the command then fails")
        func tampering() async throws {
            try await ServerBench.with { bench in
                _ = try await bench.tenant("acme")
                try await bench.serve { _ in
                    let script = """
                        import sqlite3, sys
                        database = sqlite3.connect(sys.argv[1], timeout=30)
                        names = [name for (name,) in database.execute(
                            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")]
                        for name in names:
                            database.execute('DROP TRIGGER "%s"' % name)
                        changed = database.execute("UPDATE audit SET action = 'x' WHERE rowid = 2").rowcount
                        database.commit()
                        print(changed)
                        """
                    let changed = try await Shell.run("python3", ["-c", script, bench.data + "/outpost.sqlite"])
                    #expect(changed == "1")
                    let verify = ["audit", "verify", "--data-dir", bench.data]
                    let broken = try await Shell.attempt(OutpostBinary.path, verify)
                    #expect(broken.code == 12, "\(broken)")
                    #expect(broken.errors.contains("the audit trail is broken at row 2"))
                }
            }
        }

        /// All rows, the oldest first, over HTTP.
        private static func pages(_ admin: APIClient) async throws -> [JSONValue] {
            var (rows, cursor): ([JSONValue], String?) = ([], nil)
            repeat {
                let after = cursor.map { "&cursor=\($0)" } ?? ""
                let page = try await admin.call("GET", "/admin/audit?order=oldest&limit=2\(after)")
                try #require(page.status == 200, "\(page.text)")
                let items = page.data["items"].elements
                #expect((1...2).contains(items.count))
                rows += items
                cursor = page.data["nextCursor"].text
            } while cursor != nil
            return rows
        }

        private static func rows(_ json: String) throws -> [JSONValue] {
            try APICoding.decode([JSONValue].self, from: Data(json.utf8))
        }

        private static func check(_ rows: [JSONValue], dispatch id: String) {
            func sources(_ action: String) -> [String?] {
                rows.filter { $0["action"].text == action }.map { $0["source"].text }
            }
            #expect(sources("tenant.create").first == "data directory")
            #expect(sources("key.create") == ["data directory", "socket"])
            #expect(sources("secret.set") == ["socket"])
            #expect(sources("dispatch.create") == ["127.0.0.1"])
            let created = rows.first { $0["action"].text == "dispatch.create" }
            #expect(created?["resource"].text == id)
            #expect(created?["actor"].text != "operator")
            #expect(rows.contains { $0["action"].text == "secret.use" && $0["source"].text == "server" }, "\(rows)")
        }

        private static func verify(_ bench: ServerBench, _ admin: APIClient, count: Int) async throws {
            let head = try await bench.outpost("audit", "verify", "-q")
            #expect(head.hasPrefix("\(count):"))
            try await bench.outpost("tenants", "create", "later")
            #expect(try await bench.outpost("audit", "verify", "--head", head).contains("\(count + 1) rows, intact"))
            let route = try await admin.call("GET", "/admin/audit/verification?head=\(head)")
            #expect(route.data["isIntact"] == .bool(true))
            let never = "\(count):" + String(repeating: "0", count: 64)
            let refused = try await Shell.attempt(
                OutpostBinary.path,
                ["audit", "verify", "--head", never, "--data-dir", bench.data]
            )
            #expect(refused.code == 12, "\(refused)")
        }
    }
}
