internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Lists")
struct ListTests {
    @Test(
        "Pages follow each other by cursor, the newest first, without gap or repetition",
        arguments: [
            "/dispatch", "/runs", "/api/v2/jobs",
        ]
    )
    func pages(path: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.list])
        let ids = try (0..<7).map { _ in try bench.dispatch().text }.sorted().reversed()
        try bench.dispatch(Bench.bob)
        try await bench.run { client in
            var seen: [JSONValue?] = []
            var cursor: String? = ""
            while let place = cursor {
                let suffix = place.isEmpty ? "" : "&cursor=\(place)"
                let reply = try await client.send(.get, "\(path)?limit=3\(suffix)", key: key)
                #expect(reply.status == 200)
                for index in 0..<3 {
                    let item = "data.items.\(index)."
                    let id = try reply.value(item + "dispatchId") ?? reply.value(item + "jobId")
                    if id != nil { seen.append(id) }
                }
                #expect(try reply.value("meta.pagination.limit") == 3)
                #expect(try reply.value("meta.pagination.cursor") == reply.value("data.nextCursor"))
                #expect(try reply.value("meta.pagination.hasMore") == reply.value("data.hasMore"))
                if case .string(let next)? = try reply.value("data.nextCursor") { cursor = next } else { cursor = nil }
            }
            #expect(seen == ids.map { .string($0) })
        }
    }

    @Test("Filters arrive as they were meant")
    func filters() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.list])
        let cursor = PageCursor.encode(try Samples.id())
        try await bench.run { client async throws in
            let path =
                "/dispatch?status=running,failed&status=pending&agent=claude&repo=octo%2Fhello"
                + "&since=2026-01-01T01:00:00%2B01:00&tag=team:core&tag=k:a:b&tags=x:1,y:2,z:%CC%81&limit=5&cursor=\(cursor)"
            #expect(try await client.send(.get, path, key: key).status == 200)
        }
        let expected = DispatchQuery(
            tenant: Bench.alice,
            statuses: [.running, .failed, .pending],
            agent: "claude",
            repository: "octo/hello",
            tags: ["team": ["core"], "k": ["a:b"], "x": ["1"], "y": ["2"], "z": ["\u{301}"]],
            since: Samples.epoch,
            before: try Samples.id(),
            limit: 5
        )
        #expect(bench.service.queries == [expected])
    }

    @Test("What is wrong with a query is told for every parameter")
    func problems() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.list])
        try await bench.run { client in
            let path = "/dispatch?status=x&limit=0&cursor=zzz&since=yesterday&tag=novalue&agent=a%00"
            let reply = try await client.send(.get, path, key: key)
            #expect(reply.status == 400)
            #expect(Set(try reply.problems.map(\.path)) == ["status", "limit", "cursor", "since", "tag", "agent"])
        }
    }

    @Test(
        "Numbers in a query are read as JavaScript reads them",
        arguments: [
            ("limit=", "Number must be greater than or equal to 1"),
            ("limit=-1", "Number must be greater than or equal to 1"),
            ("limit=101", "Number must be less than or equal to 100"),
            ("limit=abc", "Expected number, received nan"),
            ("limit=nan", "Expected number, received nan"),
            ("limit=Infinity", "Expected number, received nan"),
            ("limit=1e400", "Expected integer, received float"),
            ("limit=1.5", "Expected integer, received float"),
            ("limit=1&limit=2", "Expected string, received array"),
            ("limit=1e1", nil),
            ("limit=%2020", nil),
        ]
    )
    func numbers(query: String, message: String?) {
        var reader = QueryReader(query)
        _ = reader.integer("limit", in: 1...100, default: 20)
        #expect(reader.problems.map(\.message) == (message.map { [$0] } ?? []))
    }

    @Test(
        "A flag that says false means false",
        arguments: [
            ("", false), ("skipLogs=false", false), ("skipLogs=0", false), ("skipLogs=", false),
            ("skipLogs=true", true),
            ("skipLogs=1", true), ("skipLogs=TRUE", true),
        ]
    )
    func flags(query: String, expected: Bool) {
        var reader = QueryReader(query)
        #expect(reader.flag("skipLogs") == expected)
        #expect(reader.problems.isEmpty)
    }

    @Test("A query that is not UTF-8 is refused", arguments: ["a=%FF", "%ZZ=1", "a=%"])
    func encoding(query: String) {
        #expect(QueryReader(query).problems.count == 1)
    }
}
