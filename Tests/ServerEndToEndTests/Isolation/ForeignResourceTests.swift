internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("What belongs to another tenant", .withTwoTenants, .timeLimit(.minutes(15)))
    struct ForeignResourceTests {
        private static let unknown = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
        private static let routes = [
            "GET /dispatch/ID", "GET /dispatch/ID?skipLogs=true", "DELETE /dispatch/ID", "GET /dispatch/ID/events",
            "GET /runs/ID", "POST /runs/ID/cancel", "GET /api/v2/jobs/ID", "POST /api/v2/jobs/ID/cancel",
            "GET /artifacts/ID", "GET /workspaces/ID", "DELETE /workspaces/ID", "DELETE /artifacts/ID",
            "GET /artifacts/ID.tar", "GET /artifacts/ID.tar?reveal=true", "GET /artifacts/ID/archive.tar",
            "GET /artifacts/ID/files/files/note.txt", "GET /batches/ID", "POST /promote",
        ]

        @Test("is answered like what does not exist", arguments: routes)
        func isUnknown(_ route: String) async throws {
            let both = try TwoTenants.shared()
            for (stranger, foreign) in [(both.a, both.b.dispatch), (both.b, both.a.dispatch)] {
                let parts = route.split(separator: " ").map(String.init)
                func ask(_ id: String) async throws -> ComparableAnswer {
                    let body: JSONValue? = parts[1] == "/promote" ? ["dispatchId": .string(id)] : nil
                    let answer = try await stranger.client.call(parts[0], parts[1].replacing("ID", with: id), body)
                    return ComparableAnswer(answer, asked: id)
                }
                let (known, unknown) = (try await ask(foreign), try await ask(Self.unknown))
                #expect(known == unknown)
                #expect((400..<500).contains(known.status))
            }
            for party in [both.a, both.b] {
                let listing = try await party.client.call("GET", "/artifacts/\(party.dispatch)")
                #expect(!listing.data["artifacts"].elements.isEmpty, "\(route) took something away")
            }
        }

        @Test("is no batch of one's own, nor a part of one")
        func batch() async throws {
            let both = try TwoTenants.shared()
            let agents: JSONValue = [.string(both.a.client.agent)]
            let made = try await both.a.client.call(
                "POST",
                "/dispatch",
                ["agents": agents, "task": "say hello to all"]
            )
            let batch = try #require(made.data["batchId"].text, "\(made.text)")
            #expect(try await both.a.client.call("GET", "/batches/\(batch)").status == 200)
            let foreign = try await both.b.client.call("GET", "/batches/\(batch)")
            let unknown = try await both.b.client.call("GET", "/batches/\(Self.unknown)")
            #expect(foreign.status == 404)
            #expect(ComparableAnswer(foreign, asked: batch) == ComparableAnswer(unknown, asked: Self.unknown))
        }

        @Test(
            "is not administered, nor is what belongs to all",
            arguments: [
                "GET /admin/audit", "GET /admin/audit/verification", "POST /admin/gc", "POST /admin/promote",
                "GET /admin/egress", "PATCH /admin/egress", "GET /admin/tenants/a/egress",
                "PATCH /admin/tenants/a/egress", "GET /admin/tenants/a/secrets", "PUT /admin/tenants/a/secrets/TOKEN",
                "DELETE /admin/tenants/a/secrets/TOKEN", "GET /admin/tenants/a/git-credentials",
                "GET /admin/webhooks?tenant=a", "POST /admin/webhooks",
                "GET /admin/keys?tenant=a", "POST /admin/keys/otp_00000000/rotate", "DELETE /admin/keys/otp_00000000",
                "POST /admin/vault/rewrap", "POST /admin/vault/refresh",
            ]
        )
        func administration(_ route: String) async throws {
            let both = try TwoTenants.shared()
            let parts = route.split(separator: " ").map(String.init)
            let body: JSONValue? = ["GET", "DELETE"].contains(parts[0]) ? nil : [:]
            let own = try await both.a.client.call(parts[0], parts[1], body)
            let foreign = try await both.b.client.call(parts[0], parts[1], body)
            let absent = parts[1].replacing("/a/", with: "/nobody/").replacing("tenant=a", with: "tenant=nobody")
            let unknown = try await both.b.client.call(parts[0], absent, body)
            // What only the administration's socket has does not exist over HTTP.
            let expected = parts[1].hasPrefix("/admin/vault/") ? 404 : 403
            for answer in [own, foreign, unknown] { #expect(answer.status == expected, "\(answer.text)") }
            #expect(ComparableAnswer(foreign, asked: parts[1]) == ComparableAnswer(unknown, asked: absent))
        }

        @Test("is in no list", arguments: ["/dispatch", "/runs", "/api/v2/jobs"])
        func lists(_ path: String) async throws {
            let both = try TwoTenants.shared()
            for (own, other) in [(both.a, both.b), (both.b, both.a)] {
                let answer = try await own.client.call("GET", path + "?limit=100")
                #expect(answer.status == 200)
                #expect(answer.text.contains(own.dispatch))
                #expect(!answer.text.contains(other.dispatch))
            }
        }

        @Test("cannot be downloaded with a link of one's own, whatever of it is exchanged")
        func links() async throws {
            let both = try TwoTenants.shared()
            let (a, b) = (try await Self.link(both.a), try await Self.link(both.b))
            let keyless = both.server.client(nil)
            #expect(try await keyless.call("GET", a.absoluteString).text == "of thing of mine\n")

            let (own, foreign) = (try #require(Self.parts(b)), try #require(Self.parts(a)))
            var moved = own
            moved.path = foreign.path
            var renamed = moved
            renamed.queryItems = own.queryItems?.map { $0.name == "tenant" ? Self.item("tenant", of: foreign) : $0 }
            var prolonged = foreign
            prolonged.queryItems = foreign.queryItems?.map {
                $0.name == "expires" ? URLQueryItem(name: "expires", value: "4102444800") : $0
            }
            var unsigned = foreign
            unsigned.queryItems = foreign.queryItems?.filter { $0.name != "signature" }
            var unknown = own
            unknown.path = own.path.replacing(both.b.dispatch, with: Self.unknown)
            let refused = ComparableAnswer(try await Self.download(unknown, by: keyless), asked: Self.unknown)
            #expect(refused.status == 403)
            for link in [moved, renamed, prolonged, unsigned] {
                for client in [keyless, both.b.client] {
                    let answer = try await Self.download(link, by: client)
                    #expect(ComparableAnswer(answer, asked: Self.unknown) == refused, "\(link)")
                }
            }
        }

        @Test("is not reached by idempotency keys: they are each tenant's own")
        func idempotency() async throws {
            let both = try TwoTenants.shared()
            let ids = [
                try await both.a.client.dispatch("say hello to everyone", ["idempotencyKey": "the same"]),
                try await both.b.client.dispatch("say hello to everyone", ["idempotencyKey": "the same"]),
            ]
            #expect(ids[0] != ids[1])
            for (party, id) in [(both.a, ids[0]), (both.b, ids[1])] {
                #expect(try await party.client.ended(id)["status"].text == "success")
            }
        }

        @Test("does not bring its secrets along: each dispatch has those of its own request")
        func secrets() async throws {
            let both = try TwoTenants.shared()
            let value = UUID().uuidString
            let secret: JSONValue = ["TRIAL_SECRET": .string(value)]
            let first = try await both.a.client.dispatch("reveal the secret now", ["additionalSecrets": secret])
            _ = try await both.a.client.ended(first)
            let second = try await both.b.client.dispatch("reveal the secret now")
            _ = try await both.b.client.ended(second)
            #expect(try await both.b.client.lines(second).contains("secret none"))
            #expect(try await !both.a.client.lines(first).contains("secret none"))
            for path in ["/dispatch", "/dispatch/\(second)", "/health/fleet"] {
                #expect(try await !both.b.client.call("GET", path).text.contains(value))
            }
            #expect(!both.server.log.contains(value))
        }

        /// The link to the file that the tenant's agent left.
        private static func link(_ party: TwoTenants.Party) async throws -> URL {
            let listing = try await party.client.call("GET", "/artifacts/\(party.dispatch)")
            let file = listing.data["artifacts"].elements.first { $0["key"].text == "files/note.txt" }
            let link = try #require(file?["url"].text, "\(listing.text)")
            return try #require(URL(string: link))
        }

        private static func parts(_ link: URL) -> URLComponents? {
            URLComponents(url: link, resolvingAgainstBaseURL: false)
        }

        private static func item(_ name: String, of link: URLComponents) -> URLQueryItem {
            link.queryItems?.first { $0.name == name } ?? URLQueryItem(name: name, value: nil)
        }

        private static func download(_ link: URLComponents, by client: APIClient) async throws -> APIAnswer {
            try await client.call("GET", try #require(link.string))
        }
    }
}
