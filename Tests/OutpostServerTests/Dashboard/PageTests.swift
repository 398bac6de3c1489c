internal import Foundation
internal import HTTPTypes
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("A page of the dashboard")
struct PageTests {
    /// What would run, or leave its attribute, if it were not escaped.
    private static let hostile = "<script>alert(1)</script>\"\u{301}'\u{301} onfocus=x <img src=x>\u{202E}"

    private static let pages = [
        "/ui", "/ui/dispatches", "/ui/new", "/ui/agents", "/ui/workspaces", "/ui/tenants", "/ui/keys", "/ui/secrets",
        "/ui/health",
    ]

    @Test("lets nothing in from elsewhere, and runs no script but its own")
    func policy() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant)
        let id = try bench.dispatch(Bench.operatorTenant)
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let inside = Self.pages + ["/ui/dispatches/\(id)", "/ui/dispatches/\(id)/cancel", "/ui/nothing"]
            for path in inside + ["/ui/sign-in", "/ui/style.css", "/ui/app.js"] {
                // Who is signed in does not see the page to sign in.
                let reply = try await path == "/ui/sign-in" ? client.send(.get, path) : browser.get(path)
                #expect(reply.status == (path == "/ui/nothing" ? 404 : 200), "\(path): \(reply.text)")
                let policy = try #require(reply.header("Content-Security-Policy"))
                for rule in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
                    #expect(policy.contains(rule))
                }
                #expect(!policy.contains("unsafe"))
                #expect(reply.header("X-Content-Type-Options") == "nosniff")
                #expect(reply.header("Referrer-Policy") == "no-referrer")
                #expect(!reply.text.contains(/https?:\/\//), "\(path)")
                #expect(!reply.text.contains("<style") && !reply.text.contains(" style="))
            }
        }
    }

    @Test("shows text of strangers as text, with marks of direction made visible")
    func escaping() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let options = DispatchOptions(tags: [Self.hostile: Self.hostile])
        let id = Samples.freshID()
        bench.service.add(
            try Samples.dispatch(id: id, tenant: Bench.alice, task: Self.hostile, options: options)
        )
        bench.service.log([Self.hostile, "\u{1B}[31mred\u{1B}[0m"], to: id)
        bench.service.start(id)
        try bench.service.end(
            id,
            DispatchEnd(
                status: .failed,
                reason: .cancelled,
                message: Self.hostile,
                error: DispatchError(.other, isRetryable: false, remedy: Self.hostile)
            )
        )
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let query = Browser.encode(["agent": Self.hostile])
            let typed = ["agent": Self.hostile, "task": Self.hostile, "repo": Self.hostile, "branch": Self.hostile]
            let replies = [
                try await browser.get("/ui"), try await browser.get("/ui/dispatches?\(query)"),
                try await browser.get("/ui/dispatches"), try await browser.get("/ui/dispatches/\(id)"),
                try await browser.get("/ui/new?from=\(id)"), try await browser.post("/ui/new", typed),
            ]
            for reply in replies {
                #expect(!reply.text.contains("<script>alert"))
                #expect(!reply.text.contains("<img"))
                // A quote with a mark is one character, and a quote for a browser all the same.
                #expect(!reply.text.contains("\"\u{301}") && !reply.text.contains("'\u{301}"))
            }
            let marked = replies.map { $0.text.unicodeScalars.contains("\u{202E}") }
            // A form sends back what it was filled with: there they stay what they are.
            #expect(marked == [false, false, false, false, true, true])
            #expect(replies[3].text.contains("[U+202E]"))
            #expect(replies[3].text.contains(">red</div>"))
        }
    }

    @Test("of somebody else's dispatch is the page of one that does not exist")
    func isolation() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let theirs = try bench.dispatch(Bench.bob)
        let none = Samples.freshID()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            for path in ["", "/cancel", "/events"] {
                let pages = [
                    try await browser.get("/ui/dispatches/\(theirs)\(path)"),
                    try await browser.get("/ui/dispatches/\(none)\(path)"),
                ]
                #expect(pages.map(\.status) == [404, 404])
                #expect(pages[0].text.replacing(theirs.text, with: none.text) == pages[1].text)
            }
            #expect(try await browser.post("/ui/dispatches/\(theirs)/cancel").status == 404)
            #expect(try await browser.get("/ui/new?from=\(theirs)").status == 404)
            #expect(!(try await browser.get("/ui/dispatches")).text.contains(theirs.text))
        }
        #expect(bench.service.reasons.isEmpty)
    }

    @Test("is for keys that may: scopes hold as they do for the API")
    func scopes() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.list])
        let admin = try await bench.key()
        let id = try bench.dispatch()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            for path in ["/ui/new", "/ui/dispatches/\(id)", "/ui/dispatches/\(id)/cancel", "/ui/tenants"] {
                #expect(try await browser.get(path).status == 403, "\(path)")
            }
            #expect(try await browser.get("/ui/dispatches").status == 200)
            // A tenant's own administrator does not administrate the installation.
            let tenant = try await Browser(client, key: admin)
            for path in ["/ui/tenants", "/ui/keys", "/ui/secrets", "/ui/health"] {
                #expect(try await tenant.get(path).status == 403, "\(path)")
            }
        }
    }

    @Test("with a form keeps what was typed, says which field is wrong, and sends nothing")
    func formErrors() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let typed = ["agent": "claude", "task": "short", "timeout": "soon", "branch": "kept-branch", "tags": "a:b"]
            let reply = try await browser.post("/ui/new", typed)
            #expect(reply.status == 400)
            for kept in ["short</textarea>", "value=\"soon\"", "value=\"kept-branch\"", "a:b</textarea>"] {
                #expect(reply.text.contains(kept), "\(kept)")
            }
            #expect(reply.text.contains("id=\"task-error\">Task must be at least 10 characters"))
            #expect(reply.text.contains("id=\"timeout-error\""))
            #expect(!reply.text.contains("id=\"branch-error\""))
        }
        #expect(bench.service.drafts.isEmpty)
    }

    @Test("describes its fields by what is on it")
    func descriptions() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant)
        let id = try bench.dispatch(Bench.operatorTenant)
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let wrong = ["task": "", "timeout": "soon", "credentials": "x", "egress": "x", "memory": "x", "mode": "x"]
            var pages = [
                try await browser.post("/ui/new", wrong), try await browser.post("/ui/keys"),
                try await browser.post("/ui/secrets"), try await browser.post("/ui/tenants"),
                try await Browser.signIn(client, key: "no"),
            ]
            for path in Self.pages + ["/ui/dispatches/\(id)", "/ui/dispatches/\(id)/cancel", "/ui/sign-in"] {
                pages.append(try await browser.get(path))
            }
            let described = pages.flatMap { page in
                let names = page.text.matches(of: /aria-(?:describedby|labelledby)="([^"]*)"/).flatMap { match in
                    match.output.1.split(separator: " ")
                }
                for name in names { #expect(page.text.contains("id=\"\(name)\""), "\(name)") }
                return names
            }
            for name in ["timeout-error", "credentials-error", "egress-error", "resources-error", "mode-error"] {
                #expect(described.contains { $0 == name }, "\(name)")
            }
        }
    }

    @Test("sends a browser from the root to the dashboard, and a program nowhere")
    func root() async throws {
        let bench = try await Bench()
        try await bench.run { client in
            let browser = try await client.send(.get, "/", headers: ["Accept": "text/html,application/xhtml+xml"])
            #expect(browser.status == 303)
            #expect(browser.header("Location") == "/ui")
            for headers in [[:], ["Accept": "*/*"], ["Accept": "application/json"]] {
                #expect(try await client.send(.get, "/", headers: headers).status == 200)
            }
        }
    }

    @Test("cancels a dispatch by a form, with the reason that was typed")
    func cancel() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            #expect(try await browser.get("/ui/dispatches/\(id)/cancel").text.contains("cancel-confirm"))
            let reply = try await browser.post("/ui/dispatches/\(id)/cancel", ["reason": "No longer needed"])
            #expect(reply.status == 303)
        }
        #expect(bench.service.reasons == ["No longer needed"])
    }

    @Test("shows the diff, and withholds what holds a secret with the reason")
    func results() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        bench.service.start(id)
        let dispatch = try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
        try await TemporaryFolder.with { folder in
            let patch = "diff --git a/x.txt b/x.txt\n--- a/x.txt\n+++ b/x.txt\n@@ -1 +1 @@\n-old <b>\n+new\n"
            try folder.write("diff.patch", patch)
            let files = [
                ArtifactManifest.File(path: "diff.patch", size: patch.utf8.count, sha256: "a", type: "text/x-diff"),
                ArtifactManifest.File(
                    path: "leak.txt",
                    size: 1,
                    sha256: "b",
                    type: "text/plain",
                    secretNames: ["TOKEN"]
                ),
            ]
            bench.service.change {
                $0.artifacts[id] = ArtifactListing(dispatch: dispatch, files: files, directory: folder.path)
            }
            try await bench.run { client in
                let page = try await Browser(client, key: key).get("/ui/dispatches/\(id)").text
                #expect(page.contains("<del>-old &lt;b&gt;</del>"))
                #expect(page.contains("<ins>+new</ins>"))
                #expect(page.contains("+1 −1"))
                #expect(page.contains("/artifacts/\(id)/files/diff.patch?tenant="))
                #expect(!page.contains("/files/leak.txt"))
                #expect(page.contains("Withheld: it holds TOKEN"))
            }
        }
    }

    @Test("shows a new key once, and never the value of a secret")
    func administration() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant)
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let made = try await browser.post(
                "/ui/keys",
                ["tenant": Bench.alice, "name": "robot", "scope-list": "yes"]
            )
            #expect(made.status == 201)
            let secret = try #require(made.text.firstMatch(of: /otp_[0-9a-f]{64}/)).output.description
            #expect(!(try await browser.get("/ui/keys")).text.contains(secret))
            let value = ["a", "value", "nobody", "sees"].joined(separator: "-")
            let set = try await browser.post(
                "/ui/secrets",
                ["tenant": Bench.alice, "name": "NPM_TOKEN", "value": value]
            )
            #expect(set.status == 303)
            let list = try await browser.get("/ui/secrets?tenant=\(Bench.alice)").text
            #expect(list.contains("NPM_TOKEN"))
            #expect(!list.contains(value))
            let refused = try await browser.post("/ui/secrets", ["tenant": "", "name": "1 bad", "value": value])
            #expect(refused.status == 400)
            #expect(refused.text.contains("1 bad") && !refused.text.contains(value))
        }
    }
}
