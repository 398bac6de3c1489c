internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import Testing

@testable internal import OutpostServer

@Suite("Request ids and unknown paths")
struct RequestIDTests {
    @Test(
        "Every answer carries a request id, the same as in meta",
        arguments: [
            "/", "/health", "/health/live", "/health/fleet", "/dispatch", "/nothing", "/openapi.json",
        ]
    )
    func everywhere(path: String) async throws {
        try await Bench().run { client in
            let reply = try await client.send(.get, path)
            #expect(reply.header("X-Request-ID") == Samples.requestID)
            if let id = try reply.value("meta.requestId") { #expect(id == .string(Samples.requestID)) }
            #expect(reply.header("X-Content-Type-Options") == "nosniff")
        }
    }

    @Test(
        "A UUID that the client brings is kept, anything else is replaced",
        arguments: [
            ("0A1B2C3D-0000-4000-8000-00000000ABCD", true), ("req_abc123", false), ("", false),
            ("0A1B2C3D-0000-4000-8000-00000000ABCD\r\nX: y", false),
        ]
    )
    func incoming(id: String, isKept: Bool) {
        #expect((RequestMiddleware.acceptable(id) == id) == isKept)
    }

    @Test("A kept id stands in header and meta")
    func kept() async throws {
        try await Bench().run { client in
            let id = "0A1B2C3D-0000-4000-8000-00000000ABCD"
            let reply = try await client.send(.get, "/nothing", headers: ["X-Request-ID": id])
            #expect(reply.header("X-Request-ID") == id)
            #expect(try reply.value("meta.requestId") == .string(id))
        }
    }

    @Test("An unknown path is 404 with meta")
    func unknown() async throws {
        try await Bench().run { client in
            let reply = try await client.send(.get, "/nothing/here")
            #expect(reply.status == 404)
            #expect(try reply.value("error") == ["code": "NOT_FOUND", "message": "Endpoint not found"])
            #expect(try reply.value("meta.timestamp") == "2026-01-01T00:00:00.000Z")
        }
    }

    @Test(
        "Below a protected prefix an unknown path tells nothing without a key",
        arguments: [
            "/dispatch/a/b/c", "/workspaces/a/b", "/artifacts", "/api/v2/nothing", "/admin/nothing", "/runs/a/b",
        ]
    )
    func protected(path: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client async throws in
            #expect(try await client.send(.get, path).status == 401)
            #expect(try await client.send(.get, path, key: key).status == 404)
        }
    }

    @Test("Another method is 405 and says which are taken, after the key was asked for")
    func methods() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            #expect(try await client.send(.put, "/dispatch").status == 401)
            let reply = try await client.send(.put, "/dispatch", key: key)
            #expect(reply.status == 405)
            #expect(reply.header("Allow") == "GET, HEAD, POST")
            #expect(try await client.send(.post, "/health").status == 405)
            let odd = try #require(HTTPRequest.Method("QUERY"))
            #expect(try await client.send(odd, "/dispatch/x", key: key).status == 405)
            #expect(try await client.send(odd, "/artifacts/x/files/a/b").status == 405)
            #expect(try await client.send(odd, "/artifacts/x/files", key: key).status == 404)
        }
    }

    @Test("HEAD answers like GET, without a body")
    func head() async throws {
        try await Bench().run { client in
            let get = try await client.send(.get, "/health")
            let head = try await client.send(.head, "/health")
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
            #expect(head.header("Content-Length") == String(get.bytes.count))
        }
    }
}
