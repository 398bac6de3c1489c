internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Bodies by their content type")
struct FormTests {
    private static let json = #"{"agent":"claude","task":"Fix the failing test"}"#

    @Test(
        "JSON is taken under any content type, and a form as Outpost v2 took it",
        arguments: [
            ("application/json", json), ("application/json; charset=utf-8", json), ("text/plain", json), ("", json),
            ("application/x-www-form-urlencoded", json), ("application/x-www-form-urlencoded", " \n" + json),
            ("application/x-www-form-urlencoded", "agent=claude&task=Fix+the%20failing+test"),
            ("application/x-www-form-urlencoded;charset=UTF-8", "task=Fix+the+failing+test&agent=claude"),
        ]
    )
    func taken(type: String, body: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.dispatch])
        try await bench.run { client in
            let headers = type.isEmpty ? [:] : ["Content-Type": type]
            let reply = try await client.send(.post, "/dispatch", key: key, headers: headers, body: body)
            #expect(reply.status == 201, "\(reply.text)")
        }
        #expect(bench.service.drafts.map(\.task) == ["Fix the failing test"])
    }

    @Test(
        "A form that cannot be read, and what is neither, is refused",
        arguments: [
            ("application/x-www-form-urlencoded", "agent=claude&task=%zz"),
            ("application/x-www-form-urlencoded", "agent=claude&agent=codex&task=Fix+the+failing+test"),
            ("application/x-www-form-urlencoded", "agent=claude&task=Fix+the+failing+test&timeoutSeconds=60"),
            ("text/plain", "agent=claude&task=Fix+the+failing+test"),
        ]
    )
    func refused(type: String, body: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.dispatch])
        try await bench.run { client in
            let reply = try await client.send(.post, "/dispatch", key: key, headers: ["Content-Type": type], body: body)
            #expect(reply.status == 400)
            #expect(try reply.value("error.code") == "VALIDATION_ERROR")
        }
        #expect(bench.service.drafts.isEmpty)
    }

    @Test(
        "A list takes the time that a browser or a mail would write, as JavaScript did",
        arguments: [
            "Thu, 01 Jan 2026 00:00:00 GMT", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00Z",
            "2026-01-01T02:00:00+02:00", "2026-01-01",
        ]
    )
    func since(text: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.list])
        try await bench.run { client async throws in
            let query = text.replacing("+", with: "%2B").replacing(" ", with: "+")
            #expect(try await client.send(.get, "/api/v2/jobs?since=\(query)", key: key).status == 200)
        }
        #expect(bench.service.queries.map(\.since) == [Samples.epoch])
    }

    @Test("No answer has an ETag, so that none is ever 304")
    func etag() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        try await bench.run { client in
            for path in ["/health", "/dispatch", "/dispatch/\(id)", "/workspaces", "/api/v2/jobs"] {
                let headers = ["If-None-Match": "*"]
                let reply = try await client.send(.get, path, key: key, headers: headers)
                #expect(reply.status == 200)
                #expect(reply.header("ETag") == nil)
                #expect(reply.header("Content-Type") == "application/json; charset=utf-8")
            }
        }
    }
}
