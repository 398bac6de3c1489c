internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Golden lists, jobs and batches")
struct GoldenListTests {
    private func expect(_ reply: Reply, _ status: Int, _ json: String) throws {
        #expect(reply.status == status)
        #expect(try reply.json == JSONParser.parse(Array(json.utf8)), "\(reply.text)")
    }

    private let meta = #""meta":{"requestId":"\#(Samples.requestID)","timestamp":"2026-01-01T00:00:00.000Z"}"#
    private let pageMeta = #"""
        "meta":{"requestId":"\#(Samples.requestID)","timestamp":"2026-01-01T00:00:00.000Z",
        "pagination":{"hasMore":false,"limit":20}}
        """#

    private func job(_ id: DispatchID, _ status: String, _ more: String) -> String {
        #"""
        {"jobId":"\#(id)","tenantId":"\#(Bench.alice)","agent":"claude","task":"Fix the failing test",
        "context":"standard","status":"\#(status)","branch":null,"workspacePath":null,
        "outputS3Key":null,"createdAt":"2026-01-01T00:00:00.000Z","timeoutSeconds":600,\#(more)}
        """#
    }

    @Test("A list of dispatches has of each what is known, and a page's place")
    func dispatches() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.list])
        let id = try bench.dispatch(repository: "https://github.com/octo/hello")
        bench.service.start(id)
        try bench.service.end(id, DispatchEnd(status: .success, reason: .changed, exitCode: 0))
        try await bench.run { client in
            try expect(
                await client.send(.get, "/dispatch", key: key),
                200,
                #"""
                {"success":true,"data":{"items":[{"dispatchId":"\#(id)","status":"success","agent":"claude",
                "modelId":"claude-opus-5-5","task":"Fix the failing test","progress":100,
                "createdAt":"2026-01-01T00:00:00.000Z","startedAt":"2026-01-01T00:00:00.000Z",
                "endedAt":"2026-01-01T00:01:00.000Z","repo":"octo/hello","context":"standard",
                "workspaceMode":"ephemeral","workspaceInitMode":"full","timeoutSeconds":600,"exitCode":0,
                "reason":"changed"}],"hasMore":false},\#(pageMeta)}
                """#
            )
        }
    }

    @Test("A list of jobs has every field of each, null where nothing is known")
    func jobs() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.list])
        let id = try bench.dispatch(repository: "https://github.com/octo/hello")
        bench.service.start(id)
        try bench.service.end(id, DispatchEnd(status: .failed, reason: .exit, exitCode: 2, message: "It failed"))
        let more = #"""
            "repo":"octo/hello","workerId":"outpost-1","errorMessage":"It failed","exitCode":2,"startedAt":"2026-01-01T00:00:00.000Z",
            "completedAt":"2026-01-01T00:01:00.000Z"
            """#
        try await bench.run { client in
            try expect(
                await client.send(.get, "/api/v2/jobs", key: key),
                200,
                #"""
                {"success":true,"data":{"items":[\#(job(id, "FAILED", more))],"hasMore":false},\#(pageMeta)}
                """#
            )
        }
    }

    @Test("A job that was made is answered whole, with the word that it is queued")
    func madeJob() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.dispatch])
        try await bench.run { client in
            let body = #"{"agent":"claude","task":"Fix the failing test","repo":"octo/hello"}"#
            let reply = try await client.send(.post, "/api/v2/jobs", key: key, body: body)
            let id = try #require(bench.service.change { $0.dispatches.keys.first })
            let more = #"""
                "repo":"octo/hello","workerId":null,"errorMessage":null,"exitCode":null,"startedAt":null,"completedAt":null
                """#
            try expect(
                reply,
                201,
                #"{"success":true,"data":{"job":\#(job(id, "PENDING", more)),"queued":true},\#(meta)}"#
            )
        }
    }

    @Test("A dispatch that runs is cancelled with the same three fields as one that waits")
    func cancelRunning() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.cancel])
        let id = try bench.dispatch()
        bench.service.start(id)
        try await bench.run { client in
            try expect(
                await client.send(.delete, "/dispatch/\(id)", key: key),
                200,
                #"""
                {"success":true,"data":{"dispatchId":"\#(id)","status":"cancelled",
                "message":"Dispatch cancelled successfully"},\#(meta)}
                """#
            )
        }
    }

    @Test("A batch is answered with its id and each dispatch's answer")
    func batch() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.dispatch])
        try await bench.run { client in
            let body = #"{"agents":["claude","codex"],"task":"Fix the failing test"}"#
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            guard case .string(let batch)? = try reply.value("data.batchId"),
                case .string(let first)? = try reply.value("data.dispatches.0.dispatchId"),
                case .string(let second)? = try reply.value("data.dispatches.1.dispatchId")
            else { throw Unexpected() }
            #expect(Set([batch, first, second].map(\.utf8.count)) == [26])
            // The double gives every dispatch the same agent.
            func member(_ id: String) -> String {
                #"""
                {"dispatchId":"\#(id)","status":"pending","agent":"claude","modelId":"claude-opus-5-5",
                "estimatedStartTime":"2026-01-01T00:00:30.000Z","queuePosition":0}
                """#
            }
            let members = member(first) + "," + member(second)
            try expect(
                reply,
                201,
                #"{"success":true,"data":{"batchId":"\#(batch)","dispatches":[\#(members)]},\#(meta)}"#
            )
        }
    }
}
