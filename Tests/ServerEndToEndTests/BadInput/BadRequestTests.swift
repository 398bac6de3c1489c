internal import CurlHTTP
internal import Foundation
internal import OutpostAPI
internal import Testing

extension ServerTests {
    @Suite("A bad request", .withOneTenant, .timeLimit(.minutes(15)))
    struct BadRequestTests {
        private static let queries = [
            "/dispatch?limit=-1", "/dispatch?limit=0", "/dispatch?limit=101", "/dispatch?limit=ten",
            "/dispatch?limit=99999999999999999999", "/dispatch?cursor=nonsense", "/dispatch?cursor=%00",
            "/dispatch?status=done",
            "/dispatch?since=yesterday", "/dispatch?since=-1e9", "/api/v2/jobs?limit=-1", "/api/v2/jobs?cursor=bm9uZQ",
            "/workspaces?limit=-1", "/workspaces?cursor=x",
        ]

        @Test("with a query that makes no sense is refused", arguments: queries)
        func query(_ path: String) async throws {
            let answer = try await OneTenant.shared().client.call("GET", path)
            expectRefusal(answer, 400...400)
            #expect(answer.errorCode == "VALIDATION_ERROR")
        }

        @Test("for a place in a log that was never given out is refused")
        func offset() async throws {
            let client = try OneTenant.shared().client
            let id = try await client.dispatch("say hello to everyone")
            _ = try await client.ended(id)
            for query in ["logOffset=1", "logOffset=MTAuMS54", "logLimit=-1", "logLimit=1001", "skipLogs=maybe"] {
                expectRefusal(try await client.call("GET", "/dispatch/\(id)?\(query)"), 400...400, query)
            }
            let events = "/dispatch/\(id)/events"
            expectRefusal(try await client.call("GET", events, headers: [("Last-Event-ID", "12")]), 400...400)
            expectRefusal(try await client.call("GET", events + "?lastEventId=12"), 400...400)
        }

        private static let tricks = [
            "..", "../admin/tenants", "%2e%2e", "%2e%2e%2fadmin%2ftenants", "..%5c..%5c", "%00", "%ff%fe", "%zz", "%",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV%00", "01ARZ3NDEKTSV4RRFFQ69G5FAV%0d%0aX-Evil:%201", "%F0%9F%98%80", "a;b", "*",
            String(repeating: "A", count: 20_000),
        ]

        @Test("with tricks in an id names nothing", arguments: tricks)
        func trick(_ id: String) async throws {
            let tenant = try OneTenant.shared()
            for line in [
                "GET /dispatch/\(id)", "DELETE /dispatch/\(id)", "GET /dispatch/\(id)/events", "GET /artifacts/\(id)",
                "GET /artifacts/\(id)/files/\(id)", "GET /api/v2/jobs/\(id)", "GET /workspaces/\(id)",
                "GET /admin/tenants/\(id)",
            ] {
                let answer = try await tenant.raw(line + " HTTP/1.1")
                expectRefusal(answer, 400...499, line.prefix(100).description)
                #expect(answer.headers["X-Evil"] == nil)
            }
        }

        @Test("whose head is not HTTP, or a megabyte long, is answered and the connection closed")
        func heads() async throws {
            let tenant = try OneTenant.shared()
            let long = String(repeating: "x", count: 1 << 20)
            let heads = [
                "GET /dispatch HTTP/1.1\r\nHost: h\r\nX-Long: \(long)\r\n\r\n",
                "GET /\(long) HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET\r\n\r\n", "\u{16}\u{3}\u{1}hello\r\n\r\n", "GET /dispatch/\0 HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /dispatch HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\n",
                "POST /dispatch HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /dispatch HTTP/1.1\r\nHost: h\r\nX-API-Key: \(tenant.key)\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
            ]
            for head in heads {
                let answer = try RawExchange.parse(try await RawExchange.send(Array(head.utf8), to: tenant.server.port))
                expectRefusal(answer, 400...499, head.prefix(80).description)
            }
        }

        @Test(
            "of an unknown path or method is refused",
            arguments: ["GET /nowhere", "PUT /dispatch", "TRACE /dispatch"]
        )
        func unknown(_ line: String) async throws {
            expectRefusal(try await OneTenant.shared().raw(line + " HTTP/1.1"), 404...405)
        }
    }
}
