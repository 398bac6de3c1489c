internal import Foundation
internal import HTTPTypes
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Signing in to the dashboard")
struct SignInTests {
    private static let typed = [
        "agent": "claude", "task": "Fix the \"failing\" test\r\n<b>today</b>", "branch": "main",
        "once": "0123456789abcdef",
    ]

    @Test("is by the page's own form: what another site sends signs nobody in, whatever the browser says of it")
    func forged() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let page = try await client.send(.get, "/ui/sign-in")
            let cookie = try #require(page.cookies.first)
            let fields = ["key": key, "next": "/ui"]
            let right = fields.merging(["token": try page.formToken]) { $1 }
            let other = fields.merging(["token": SessionToken.random()]) { $1 }
            let attempts: [([String: String], [String: String])] = [
                (fields, [:]), (fields, ["Cookie": cookie]), (right, [:]), (other, ["Cookie": cookie]),
                (right, ["Cookie": cookie, "Sec-Fetch-Site": "cross-site"]),
                (right, ["Cookie": cookie, "Sec-Fetch-Site": "same-site"]),
            ]
            for (fields, headers) in attempts {
                let reply = try await client.send(
                    .post,
                    "/ui/sign-in",
                    headers: Browser.form.merging(headers) { $1 },
                    body: Browser.encode(fields)
                )
                #expect(reply.status == 403)
                #expect(!reply.cookies.contains { $0.contains(DashboardCookie.session.rawValue) })
            }
            #expect(try await Browser.signIn(client, key: key, page: page).status == 303)
        }
    }

    @Test("keeps the cookie of a form that is open in another tab")
    func tabs() async throws {
        let bench = try await Bench()
        try await bench.run { client in
            let first = try await client.send(.get, "/ui/sign-in")
            let cookie = try #require(first.cookies.first)
            let second = try await client.send(.get, "/ui/sign-in", headers: ["Cookie": cookie])
            #expect(second.cookies == first.cookies)
            #expect(try second.formToken == first.formToken)
            let planted = try await client.send(.get, "/ui/sign-in", headers: ["Cookie": "\(cookie.prefix(30))=x"])
            #expect(planted.cookies != first.cookies)
        }
    }

    @Test("is not asked for by a link on another site where the session is good")
    func linked() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            for site in ["cross-site", nil] {
                // The browser keeps the cookie to itself, also where it follows the redirect.
                let headers = site.map { ["Sec-Fetch-Site": $0] } ?? [:]
                let first = try await client.send(.get, "/ui/dispatches?status=failed", headers: headers)
                let place = try #require(first.header("Location"))
                let onward = try await client.send(.get, place, headers: headers)
                #expect(onward.status == 200)
                let refresh = try #require(onward.header("Refresh"))
                let next = try #require(refresh.firstMatch(of: /^0; url=(\/ui\/sign-in\?.*)$/)).output.1.description
                #expect(onward.text.contains("href=\"\(next.replacing("&", with: "&amp;"))\""))
                // What our own page causes has it.
                let there = try await browser.get(next)
                #expect(there.status == 303)
                #expect(there.header("Location") == "/ui/dispatches?status=failed")
                // Nobody is led in a circle.
                let form = try await client.send(.get, next, headers: headers)
                #expect(form.header("Refresh") == nil && form.text.contains("sign-in-form"))
                #expect(form.text.contains("name=\"next\" value=\"/ui/dispatches?status=failed\""))
            }
            for site in ["none", "same-origin", "same-site"] {
                let form = try await client.send(.get, "/ui/sign-in?next=%2Fui", headers: ["Sec-Fetch-Site": site])
                #expect(form.header("Refresh") == nil && form.text.contains("sign-in-form"))
            }
        }
    }

    @Test("keeps what was typed before, through a wrong key, and sends it when that is wanted")
    func pending() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let old = try await Browser(client, key: key)
            bench.advance(by: 2 * 3600)
            let asked = try await old.post("/ui/new", Self.typed)
            #expect(asked.status == 401)
            #expect(asked.text.contains("data-testid=\"pending\""))
            #expect(!asked.text.contains("<b>today"))
            #expect(!asked.text.contains(old.token))
            let wrong = try await Browser.signIn(client, key: "otp_no", page: asked, asked.carried)
            #expect(wrong.status == 401)
            let signedIn = try await Browser.signIn(client, key: key, page: asked, wrong.carried)
            #expect(signedIn.status == 200)
            #expect(signedIn.text.contains("&lt;b&gt;today&lt;/b&gt;") && !signedIn.text.contains("<b>today"))
            #expect(signedIn.text.contains("action=\"/ui/new\""))
            #expect(bench.service.drafts.isEmpty)
            let cookie = try #require(signedIn.cookies.first)
            // The form's own token is the second: the first is that of the button to sign out, and the same.
            let fields = signedIn.hidden.filter { $0.key != "next" }
            let sent = try await client.send(
                .post,
                "/ui/new",
                headers: Browser.form.merging(["Cookie": cookie]) { $1 },
                body: Browser.encode(fields)
            )
            #expect(sent.status == 303, "\(sent.text)")
        }
        #expect(bench.service.drafts.map(\.task) == ["Fix the \"failing\" test\n<b>today</b>"])
    }

    @Test("keeps nothing that another site had a browser send")
    func foreign() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let body = Browser.encode(Self.typed)
            // An old cookie and no word of the browser's: from here. No cookie: nobody knows from where.
            let none = try await client.send(.post, "/ui/new", headers: Browser.form, body: body)
            #expect(none.status == 303 && none.header("Location") == "/ui/sign-in")
            for site in ["cross-site", "same-site"] {
                let headers = Browser.form.merging(["Sec-Fetch-Site": site]) { $1 }
                let reply = try await client.send(.post, "/ui/new", headers: headers, body: body)
                #expect(reply.status == 403 && !reply.text.contains("today"))
            }
            let own = Browser.form.merging(["Sec-Fetch-Site": "same-origin"]) { $1 }
            #expect(try await client.send(.post, "/ui/new", headers: own, body: body).text.contains("pending.task"))
            // A sign-in that is none of our page's carries nothing on either.
            let page = try await client.send(.get, "/ui/sign-in")
            let planted = ["pending": "/ui/new", "pending.task": "planted by a stranger", "token": "x"]
            let reply = try await Browser.signIn(client, key: key, page: page, planted)
            #expect(reply.status == 403 && !reply.text.contains("planted"))
        }
        #expect(bench.service.drafts.isEmpty)
    }

    @Test("keeps no secret, nothing without end, and nothing for another place")
    func bounds() {
        #expect(PendingForm(path: "/ui/secrets", form: ["name": "A", "value": "b"]) == nil)
        let request = PendingForm(path: "/ui/new", form: ["task": "a", "secret-value-TOKEN": "b"])
        #expect(request?.fields == ["task": "a"])
        #expect(PendingForm(path: "/ui/sign-out", form: [:]) == nil)
        for path in ["/dispatch", "//evil.test", "/ui/../dispatch", "/ui/x\"y z"] {
            #expect(PendingForm(path: path, form: ["a": "b"]) == nil, "\(path)")
            #expect(PendingForm(carriedBy: ["pending": path, "pending.a": "b"]) == nil, "\(path)")
        }
        let long = String(repeating: "é", count: PendingForm.mostBytes / 2)
        #expect(PendingForm(path: "/ui/new", form: ["task": long]) == nil)
        #expect(PendingForm(path: "/ui/new", form: ["task": String(long.dropLast(4))]) != nil)
        let many = Dictionary(uniqueKeysWithValues: (0...PendingForm.mostFields).map { ("f\($0)", "") })
        #expect(PendingForm(path: "/ui/new", form: many) == nil)
    }

    @Test("says where something is too long to be kept, and sends nothing")
    func tooLong() async throws {
        let bench = try await Bench()
        try await bench.run { client in
            let headers = Browser.form.merging(["Sec-Fetch-Site": "same-origin"]) { $1 }
            let body = "task=" + String(repeating: "a", count: PendingForm.mostBytes)
            let reply = try await client.send(.post, "/ui/new", headers: headers, body: body)
            #expect(reply.status == 413)
            #expect(reply.text.contains("too long to be kept") && reply.text.contains("value=\"/ui/new\""))
        }
    }

    @Test("in another tab does not lose what was typed in this one")
    func anotherTab() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let headers = Browser.form.merging(["Cookie": browser.cookie, "Sec-Fetch-Site": "same-origin"]) { $1 }
            let fields = Self.typed.merging(["token": SessionToken.random()]) { $1 }
            let reply = try await client.send(.post, "/ui/new", headers: headers, body: Browser.encode(fields))
            #expect(reply.status == 403)
            #expect(reply.text.contains("send-pending") && reply.text.contains("&lt;b&gt;today"))
            #expect(bench.service.drafts.isEmpty)
            #expect(try await browser.post("/ui/new", reply.hidden).status == 303)
        }
        #expect(bench.service.drafts.count == 1)
    }
}

extension Reply {
    /// The hidden fields of the page's forms, as a browser would send them.
    fileprivate var hidden: [String: String] {
        let fields = text.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/)
        let pairs = fields.map { (String($0.output.1), Self.unescaped(String($0.output.2))) }
        return Dictionary(pairs) { _, last in last }
    }

    /// What the page to sign in carries on.
    fileprivate var carried: [String: String] { hidden.filter { $0.key.hasPrefix("pending") } }

    private static func unescaped(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
