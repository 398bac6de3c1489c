internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Removed results")
struct RetentionTests {
    private func ended(_ bench: Bench) throws -> DispatchID {
        let id = try bench.dispatch()
        bench.service.start(id)
        try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
        return id
    }

    @Test("A tenant removes the artifacts of an ended dispatch, whose record stays and says so")
    func delete() async throws {
        let bench = try await Bench()
        let id = try ended(bench)
        let key = try await bench.key(scopes: [.delete, .status])
        try await bench.run { client in
            let reply = try await client.send(.delete, "/artifacts/\(id)", key: key)
            #expect(reply.status == 200)
            #expect(try reply.value("data.removal.cause") == "request")
            #expect(try reply.value("data.freedBytes") == .integer(ScriptedResults.bytes))
            let record = try await client.send(.get, "/dispatch/\(id)", key: key)
            #expect(try record.value("data.artifacts") == "expired")
            #expect(try record.value("data.status") == "success")
            let list = try await client.send(.get, "/artifacts/\(id)", key: key)
            #expect(list.status == 200)
            #expect(try list.value("data.artifacts") == [])
            #expect(try list.value("data.removed.cause") == "request")
            let archive = try await client.send(.get, "/artifacts/\(id).tar", key: key)
            #expect(archive.status == 410)
            #expect(try archive.value("error.code") == "NOT_FOUND")
            #expect(try archive.value("error.details.cause") == "request")
            let again = try await client.send(.delete, "/artifacts/\(id)", key: key)
            #expect(again.status == 200)
            #expect(try again.value("data.freedBytes") == 0)
        }
        #expect(bench.results.audit.map(\.resource) == [id.text])
    }

    @Test("Neither those of a running dispatch nor another tenant's can be removed")
    func refusals() async throws {
        let bench = try await Bench()
        let running = try bench.dispatch()
        bench.service.start(running)
        let done = try ended(bench)
        let (mine, foreign) = (try await bench.key(scopes: [.delete]), try await bench.key(Bench.bob))
        try await bench.run { client in
            let reply = try await client.send(.delete, "/artifacts/\(running)", key: mine)
            #expect(reply.status == 409)
            #expect(try reply.value("error.details.currentStatus") == "running")
            #expect(try await client.send(.delete, "/artifacts/\(done)", key: foreign).status == 404)
        }
        #expect(bench.results.audit.isEmpty)
    }

    @Test("A tenant that is over its quota is told the limit, what it has, and how to make room")
    func quota() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let problem = QuotaProblem(limit: .storedMiB, current: 1030, most: 1024)
        bench.service.change { $0.failure = ServiceError.overQuota(problem) }
        try await bench.run { client in
            let body = #"{"agent":"claude","task":"say hello to everyone"}"#
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            #expect(reply.status == 429)
            #expect(try reply.value("error.code") == "RATE_LIMIT_EXCEEDED")
            #expect(try reply.value("error.details.quota") == "storedMiB")
            #expect(try reply.value("error.details.limit") == 1024)
            #expect(try reply.value("error.details.current") == 1030)
            #expect(reply.text.contains("DELETE /artifacts/{dispatchId}"))
        }
    }

    @Test("A full disk is 503 with a time to come back, not an error of the server's")
    func fullDisk() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        bench.service.change { $0.failure = StorageFull() }
        try await bench.run { client in
            let body = #"{"agent":"claude","task":"say hello to everyone"}"#
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            #expect(reply.status == 503)
            #expect(reply.header("Retry-After") == "60")
            #expect(try reply.value("error.code") == "SERVICE_UNAVAILABLE")
        }
    }

    @Test("The operator clears up, or asks first; nobody else may")
    func collect() async throws {
        let bench = try await Bench()
        let id = try ended(bench)
        bench.advance(by: 8 * 86_400)
        let (key, foreign) = (try await bench.key(Bench.operatorTenant), try await bench.key())
        try await bench.run { client in
            #expect(try await client.send(.post, "/admin/gc", key: foreign, body: "{}").status == 403)
            let nothing = try await client.send(.post, "/admin/gc", key: key)
            #expect(try nothing.value("data.resultCount") == 0)
            for isDryRun in [true, false] {
                let body = #"{"dryRun":\#(isDryRun),"olderThanSeconds":604800,"images":true}"#
                let reply = try await client.send(.post, "/admin/gc", key: key, body: body)
                #expect(reply.status == 200)
                #expect(try reply.value("data.dryRun") == .bool(isDryRun))
                #expect(try reply.value("data.results.0.dispatchId") == .string(id.text))
                #expect(try reply.value("data.resultBytes") == .integer(ScriptedResults.bytes))
                #expect(try reply.value("data.images.0.reference") == "outpost/old:1")
                #expect(bench.results.images.count == (isDryRun ? 1 : 0))
            }
            let text = #"{"dryRun":1,"olderThanSeconds":-1,"olderThan":"7d"}"#
            let bad = try await client.send(.post, "/admin/gc", key: key, body: text)
            #expect(try bad.problems.map(\.path) == ["dryRun", "olderThanSeconds", "olderThan"])
        }
    }
}
