internal import HTTPTypes
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("A refusal below /ui")
struct RefusalPageTests {
    private func expectPage(_ reply: Reply, _ status: Int) {
        #expect(reply.status == status)
        #expect(reply.header("Content-Type") == "text/html; charset=utf-8")
        #expect(reply.text.hasPrefix("<!doctype html>"))
        #expect(reply.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
        #expect(reply.header("X-Request-ID") == Samples.requestID)
        #expect(reply.text.contains(Samples.requestID))
    }

    @Test("of a method is a page that says which there are, with a session or without")
    func method() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let requests: [(HTTPRequest.Method, String, String)] = [
                (.post, "/ui", "GET, HEAD"), (.put, "/ui/new", "GET, HEAD, POST"),
                (.delete, "/ui/sign-in", "GET, HEAD, POST"), (.post, "/ui/nothing", "GET, HEAD"),
            ]
            for (method, path, allowed) in requests {
                for headers in [[:], ["Cookie": browser.cookie]] {
                    let reply = try await client.send(method, path, headers: headers)
                    expectPage(reply, 405)
                    #expect(reply.header("Allow") == allowed, "\(path)")
                }
            }
            // The API's own answers stay what programs read.
            let reply = try await client.send(.put, "/health")
            #expect(reply.status == 405)
            #expect(reply.header("Content-Type")?.hasPrefix("application/json") == true)
        }
    }

    @Test("of an address that does not exist is a page")
    func address() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            expectPage(try await browser.get("/ui/nothing"), 404)
            expectPage(try await browser.get("/ui/dispatches/\(Samples.freshID())"), 404)
        }
    }

    @Test("of a body that is too large is a page, with a session or without")
    func size() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            for path in ["/ui/new", "/ui/sign-in"] {
                for headers in [Browser.form, Browser.form.merging(["Cookie": browser.cookie]) { $1 }] {
                    let body = Array(repeating: UInt8(ascii: "a"), count: 10 * 1024 * 1024 + 1)
                    expectPage(try await client.send(.post, path, headers: headers, bytes: body), 413)
                }
            }
        }
    }

    @Test("of too many requests is a page that says when to come back; signing in says it on its own")
    func rate() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let browser = try await Browser(client, key: key)
            let tenant = try #require(try await bench.identities.find(hash: APIKeySecret(value: key).hash)).tenant
            var reply = try await browser.get("/ui/agents")
            for _ in 0...tenant.limits.requestsPerMinute where reply.status == 200 {
                reply = try await browser.get("/ui/agents")
            }
            expectPage(reply, 429)
            #expect(reply.header("Retry-After") != nil)
            let again = try await Browser.signIn(client, key: key)
            #expect(again.status == 429)
            #expect(again.header("Retry-After") != nil)
            #expect(again.text.contains("sign-in-error"))
        }
    }
}
