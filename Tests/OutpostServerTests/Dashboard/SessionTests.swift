internal import Foundation
internal import HTTPTypes
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("A session of the dashboard", .timeLimit(.minutes(10)))
struct SessionTests {
    @Test("begins with a key, in a cookie that no script and no other site can use, and never shows the key")
    func signIn() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let reply = try await Browser.signIn(client, key: key, next: "/ui/agents")
            #expect(reply.status == 303)
            #expect(reply.header("Location") == "/ui/agents")
            let cookies = reply.headers[values: .setCookie]
            let cookie = try #require(cookies.first { $0.hasPrefix("__Host-outpost_session=") })
            for flag in ["HttpOnly", "SameSite=Strict", "Path=/;", "Secure"] { #expect(cookie.contains("; " + flag)) }
            // The other one has done its work.
            #expect(cookies.count == 2)
            #expect(cookies.contains { $0.hasPrefix("__Host-outpost_sign_in=;") && $0.contains("Max-Age=0") })
            #expect(!cookie.contains(key))
            let browser = try await Browser(client, key: key)
            let page = try await browser.get("/ui")
            #expect(page.status == 200)
            #expect(!page.text.contains(key))
        }
    }

    @Test("has a cookie that plain HTTP can carry where the server has no TLS")
    func plain() {
        let field = DashboardCookie.session.field("a", isSecure: false)
        #expect(field.hasPrefix("outpost_session=a; Path=/ui; ") && !field.contains("Secure"))
        #expect(DashboardCookie.session.field(nil, isSecure: false).contains("Max-Age=0"))
    }

    @Test("is none where another site planted a second cookie")
    func plantedCookie() {
        func id(_ cookie: String, isSecure: Bool = false) -> String? {
            DashboardCookie.session.value(in: [.cookie: cookie], isSecure: isSecure)
        }
        #expect(id("a=b; outpost_session=1") == "1")
        #expect(id("outpost_session=1; outpost_session=2") == nil)
        // Over TLS the name has a prefix, with which no neighbour can plant one.
        #expect(id("outpost_session=1", isSecure: true) == nil)
        #expect(id("outpost_session=1; __Host-outpost_session=2", isSecure: true) == "2")
    }

    @Test("ends the oldest of its own key where there are too many, and nobody else's")
    func sessionsOfOneKey() {
        let sessions = DashboardSessions(makeToken: SessionToken.random)
        let start = Samples.epoch
        let other = sessions.start(keyHash: "other", at: start)
        let first = sessions.start(keyHash: "own", at: start)
        for index in 1...DashboardSessions.mostOfKey {
            _ = sessions.start(keyHash: "own", at: start.addingTimeInterval(Double(index)))
        }
        let now = start.addingTimeInterval(60)
        #expect(sessions.use(first.id, at: now) == nil)
        #expect(sessions.use(other.id, at: now) != nil)
    }

    @Test("does not begin with a key that is no key, and says so", arguments: ["", "otp_no", "\u{0}", "<b>"])
    func badKey(key: String) async throws {
        let bench = try await Bench()
        try await bench.run { client in
            let reply = try await Browser.signIn(client, key: key)
            #expect([400, 401].contains(reply.status))
            #expect(!reply.cookies.contains { $0.contains(DashboardCookie.session.rawValue) })
        }
    }

    @Test(
        "goes on only to pages of the dashboard",
        arguments: [
            "//evil.test", "/ui\\evil", "https://evil.test/ui", "/dispatch", "/uix", "/ui/\r\nX: y", "/ui/sign-out",
            "/ui/../dispatch", "/ui//evil.test", "/ui/%2E%2e/dispatch", "/ui/%2fevil.test", "/ui/%5Cevil",
        ]
    )
    func next(place: String) { #expect(Dashboard.place(place) == "/ui") }

    @Test("is needed for every page but signing in, which comes back to the page")
    func redirect() async throws {
        let bench = try await Bench()
        try await bench.run { client in
            for path in ["/ui", "/ui/dispatches?status=failed", "/ui/new", "/ui/tenants", "/ui/nothing"] {
                let reply = try await client.send(.get, path)
                #expect(reply.status == 303)
                #expect(reply.header("Location")?.hasPrefix("/ui/sign-in?next=%2Fui") == true)
            }
            #expect(try await client.send(.get, "/ui/sign-in").status == 200)
        }
    }

    @Test("ends after an hour without use, and after twelve with")
    func expiry() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let idle = try await Browser(client, key: key)
            bench.advance(by: 3599)
            #expect(try await idle.get("/ui/agents").status == 200)
            bench.advance(by: 3600)
            #expect(try await idle.get("/ui/agents").status == 303)
            let busy = try await Browser(client, key: key)
            for _ in 0..<12 {
                #expect(try await busy.get("/ui/agents").status == 200)
                bench.advance(by: 3599)
            }
            bench.advance(by: 12)
            #expect(try await busy.get("/ui/agents").status == 303)
        }
    }

    @Test("is not used by what an open page fetches by itself")
    func background() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let headers = ["Cookie": browser.cookie, "X-Outpost-Refresh": "1"]
            bench.advance(by: 1800)
            #expect(try await client.send(.get, "/ui/agents", headers: headers).status == 200)
            bench.advance(by: 1799)
            #expect(try await browser.get("/ui/dispatches/\(id)/events").status == 200)
            bench.advance(by: 1)
            #expect(try await client.send(.get, "/ui/agents", headers: headers).status == 303)
            #expect(try await browser.get("/ui/agents").status == 303)
        }
    }

    /// What a session ends by.
    enum End: CaseIterable { case signOut, idleness, revocation }

    @Test("takes its event streams with it", arguments: End.allCases)
    func streams(end: End) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            async let reading = browser.get("/ui/dispatches/\(id)/events")
            try await bench.clock.waitForSleeper(until: DispatchEventStream.accessInterval)
            switch end {
            case .signOut: #expect(try await browser.post("/ui/sign-out").status == 303)
            case .idleness: bench.advance(by: DashboardSessions.idleLimit)
            case .revocation:
                let found = try #require(try await bench.identities.find(hash: APIKeySecret(value: key).hash))
                _ = try await bench.identities.revoke(found.key.id, at: bench.now)
            }
            bench.clock.advance(by: DispatchEventStream.accessInterval)
            // The dispatch goes on, and the answer ends all the same.
            let text = try await reading.text
            #expect(text.contains("event: status") && !text.contains("event: end"))
        }
    }

    @Test("ends with its key, on the next request")
    func revoked() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let id = try #require(try await bench.identities.find(hash: APIKeySecret(value: key).hash)).key.id
            _ = try await bench.identities.revoke(id, at: bench.now)
            #expect(try await browser.get("/ui/agents").status == 303)
        }
    }

    @Test("ends when its holder signs out")
    func signOut() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let reply = try await browser.post("/ui/sign-out")
            #expect(reply.status == 303)
            #expect(reply.header("Set-Cookie")?.contains("Max-Age=0") == true)
            #expect(try await browser.get("/ui").status == 303)
        }
    }

    @Test("takes no form without its own token, nor one from another site")
    func forged() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let fields = ["agent": "claude", "task": "Fix the failing test"]
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let other = try await Browser(client, key: key)
            for token in [nil, "", other.token, String(browser.token.dropLast())] {
                #expect(try await browser.post("/ui/new", fields, token: token).status == 403)
            }
            let headers = Browser.form.merging(["Cookie": browser.cookie, "Sec-Fetch-Site": "cross-site"]) { $1 }
            let body = Browser.encode(fields.merging(["token": browser.token]) { $1 })
            #expect(try await client.send(.post, "/ui/new", headers: headers, body: body).status == 403)
            #expect(bench.service.drafts.isEmpty)
            #expect(try await browser.post("/ui/new", fields).status == 303)
        }
        #expect(bench.service.drafts.count == 1)
    }

    @Test("is one of a number that has a bound: the one that rested longest makes room")
    func bound() {
        let sessions = DashboardSessions(capacity: 2, makeToken: { SessionToken.random() })
        let first = sessions.start(keyHash: "a", at: Samples.epoch)
        let second = sessions.start(keyHash: "b", at: Samples.epoch.addingTimeInterval(1))
        #expect(sessions.use(first.id, at: Samples.epoch.addingTimeInterval(2)) != nil)
        let third = sessions.start(keyHash: "c", at: Samples.epoch.addingTimeInterval(3))
        let later = Samples.epoch.addingTimeInterval(4)
        #expect(sessions.use(second.id, at: later) == nil)
        #expect(sessions.use(first.id, at: later) != nil)
        #expect(sessions.use(third.id, at: later) != nil)
    }
}
