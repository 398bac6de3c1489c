internal import Testing

extension ServerTests {
    /// The five checks that Outpost v2 was validated with by hand.
    @Suite("The five isolation checks", .withTwoTenants, .timeLimit(.minutes(15)))
    struct IsolationCheckTests {
        @Test("A can create a dispatch")
        func create() async throws {
            let a = try TwoTenants.shared().a.client
            let id = try await a.dispatch("say hello to everyone")
            #expect(try await a.ended(id)["status"].text == "success")
            #expect(try await a.lines(id).contains("say hello to everyone"))
        }

        @Test("B can create a dispatch")
        func createOther() async throws {
            let b = try TwoTenants.shared().b.client
            let id = try await b.dispatch("say hello to everyone")
            #expect(try await b.ended(id)["status"].text == "success")
        }

        @Test("A cannot see B's dispatch")
        func see() async throws {
            let both = try TwoTenants.shared()
            #expect(try await both.a.client.call("GET", "/dispatch/\(both.b.dispatch)").status == 404)
            #expect(try await both.b.client.call("GET", "/dispatch/\(both.b.dispatch)").status == 200)
        }

        @Test("B cannot see A's dispatch")
        func seeOther() async throws {
            let both = try TwoTenants.shared()
            #expect(try await both.b.client.call("GET", "/dispatch/\(both.a.dispatch)").status == 404)
            #expect(try await both.a.client.call("GET", "/dispatch/\(both.a.dispatch)").status == 200)
        }

        @Test("A cannot cancel B's dispatch, which goes on")
        func cancel() async throws {
            let both = try TwoTenants.shared()
            try await Self.cancel(of: both.b.client, by: both.a.client)
        }

        @Test("B cannot cancel A's dispatch, which goes on")
        func cancelOther() async throws {
            let both = try TwoTenants.shared()
            try await Self.cancel(of: both.a.client, by: both.b.client)
        }

        private static func cancel(of owner: APIClient, by stranger: APIClient) async throws {
            let id = try await owner.dispatch("wait 2 seconds")
            try await owner.wait(id, for: "running")
            for (method, path) in [
                ("DELETE", "/dispatch/\(id)"), ("POST", "/runs/\(id)/cancel"), ("POST", "/api/v2/jobs/\(id)/cancel"),
            ] {
                #expect(try await stranger.call(method, path).status == 404)
            }
            #expect(try await owner.get(id)["status"].text == "running")
            #expect(try await owner.ended(id)["status"].text == "success")
        }
    }
}
