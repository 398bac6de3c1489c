internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Synchronization
internal import Testing

@testable internal import OutpostServer

@Suite("Golden answers")
struct GoldenTests {
    private func expect(_ reply: Reply, _ status: Int, _ json: String) throws {
        #expect(reply.status == status)
        #expect(reply.header("Content-Type") == "application/json; charset=utf-8")
        #expect(try reply.json == JSONParser.parse(Array(json.utf8)))
    }

    private let meta = #""meta":{"requestId":"\#(Samples.requestID)","timestamp":"2026-01-01T00:00:00.000Z"}"#

    @Test("The root is a bare object")
    func root() async throws {
        try await Bench().run { client in
            try expect(
                await client.send(.get, "/"),
                200,
                #"{"service":"outpost-control-plane","version":"2.0.0","status":"operational"}"#
            )
        }
    }

    @Test("Probes and health are bare objects")
    func health() async throws {
        let bench = try await Bench()
        bench.checks.withLock {
            $0 = [
                HealthCheck(name: "efs", status: .pass, message: "12 GB free", latency: .milliseconds(3)),
                HealthCheck(name: "worker-pool", status: .pass),
            ]
        }
        bench.advance(by: 86_400.9)
        try await bench.run { client in
            try expect(await client.send(.get, "/health/live"), 200, #"{"status":"ok"}"#)
            try expect(await client.send(.get, "/health/ready"), 200, #"{"status":"ready"}"#)
            try expect(
                await client.send(.get, "/health"),
                200,
                #"""
                {"status":"healthy","version":"2.0.0","uptime":86400,"checks":{
                "efs":{"status":"pass","message":"12 GB free","latencyMs":3},"worker-pool":{"status":"pass"}}}
                """#
            )
        }
    }

    @Test("A server that stops is alive, and not ready")
    func draining() async throws {
        let bench = try await Bench()
        bench.service.change { $0.isDraining = true }
        try await bench.run { client in
            try expect(await client.send(.get, "/health/live"), 200, #"{"status":"ok"}"#)
            try expect(await client.send(.get, "/health/ready"), 503, #"{"status":"draining"}"#)
        }
    }

    @Test("A failing check makes health and readiness 503, a warning only degrades")
    func unhealthy() async throws {
        let bench = try await Bench()
        try await bench.run { client in
            bench.checks.withLock { $0 = [HealthCheck(name: "engine", status: .warn)] }
            let degraded = try await client.send(.get, "/health")
            #expect(degraded.status == 200)
            #expect(try degraded.value("status") == "degraded")
            #expect(try await client.send(.get, "/health/ready").status == 200)
            bench.checks.withLock { $0 = [HealthCheck(name: "engine", status: .fail)] }
            let unhealthy = try await client.send(.get, "/health")
            #expect(unhealthy.status == 503)
            #expect(try unhealthy.value("status") == "unhealthy")
            try expect(
                await client.send(.get, "/health/ready"),
                503,
                #"{"status":"not ready","failing":["engine"]}"#
            )
        }
    }

    @Test("A dispatch is accepted with 201 and told as pending")
    func create() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.dispatch])
        try await bench.run { client in
            let body = #"{"agent":"claude","task":"Fix the failing test","tags":{"team":"core"}}"#
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            let id = try #require(bench.service.change { $0.dispatches.keys.first })
            try expect(
                reply,
                201,
                #"""
                {"success":true,"data":{"dispatchId":"\#(id)","status":"pending","agent":"claude",
                "modelId":"claude-opus-5-5","estimatedStartTime":"2026-01-01T00:00:30.000Z","queuePosition":0,
                "tags":{"team":"core"}},\#(meta)}
                """#
            )
        }
    }

    @Test("A replay says idempotent, and nothing says so otherwise")
    func replay() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        bench.service.change { $0.isReplay = true }
        try await bench.run { client in
            let body = #"{"agent":"claude","task":"Fix the failing test","idempotencyKey":"k1"}"#
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            #expect(reply.status == 201)
            #expect(try reply.value("data.idempotent") == true)
        }
    }

    @Test("A dispatch that waits has its place in the queue and no log")
    func getWaiting() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch(repository: "https://github.com/octo/hello")
        try await bench.run { client in
            try expect(
                await client.send(.get, "/dispatch/\(id)?skipLogs=true", key: key),
                200,
                #"""
                {"success":true,"data":{"dispatchId":"\#(id)","status":"pending","agent":"claude",
                "modelId":"claude-opus-5-5","task":"Fix the failing test","progress":0,
                "createdAt":"2026-01-01T00:00:00.000Z","repo":"octo/hello","context":"standard",
                "workspaceMode":"ephemeral","workspaceInitMode":"full","timeoutSeconds":600,"queuePosition":2,
                "waitsFor":"tenant","estimatedStartTime":"2026-01-01T00:01:30.000Z"},\#(meta)}
                """#
            )
        }
    }

    @Test("An ended dispatch has its end, and its log line by line")
    func getEnded() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch(repository: "https://git.test/octo/hello.git")
        bench.service.start(id)
        bench.service.log(["  error: no such file  "], to: id, stream: .stderr)
        let end = DispatchEnd(
            status: .failed,
            reason: .exit,
            exitCode: 2,
            message: "The agent ended with 2",
            flags: [.logTruncated]
        )
        try bench.service.end(id, end)
        try await bench.run { client in
            let reply = try await client.send(.get, "/dispatch/\(id)", key: key)
            let offset = try #require(try reply.value("data.logOffset"))
            guard case .string(let offset) = offset else { throw Unexpected() }
            try expect(
                reply,
                200,
                #"""
                {"success":true,"data":{"dispatchId":"\#(id)","status":"failed","agent":"claude",
                "modelId":"claude-opus-5-5","task":"Fix the failing test","progress":100,
                "createdAt":"2026-01-01T00:00:00.000Z","startedAt":"2026-01-01T00:00:00.000Z",
                "endedAt":"2026-01-01T00:01:00.000Z","repo":"https://git.test/octo/hello.git","context":"standard",
                "workspaceMode":"ephemeral","workspaceInitMode":"full","timeoutSeconds":600,"exitCode":2,
                "reason":"exit","errorMessage":"The agent ended with 2",
                "error":{"class":"other","retryable":false,"remedy":"read output.log: it has the agent's own words"},
                "flags":["log_truncated"],
                "logs":[{"seq":1,"timestamp":"2026-01-01T00:00:00.000Z","stream":"stderr",
                "message":"error: no such file","level":"error"}],"logOffset":"\#(offset)"},\#(meta)}
                """#
            )
        }
    }

    @Test(
        "A cancelled dispatch is told in three fields, with the reason handed on",
        arguments: [
            (nil, "Cancelled by user"), (#"{"reason":"wrong branch"}"#, "wrong branch"),
        ]
    )
    func cancel(body: String?, reason: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.cancel])
        let id = try bench.dispatch()
        try await bench.run { client in
            try expect(
                await client.send(.delete, "/dispatch/\(id)", key: key, body: body),
                200,
                #"""
                {"success":true,"data":{"dispatchId":"\#(id)","status":"cancelled",
                "message":"Dispatch cancelled successfully"},\#(meta)}
                """#
            )
        }
        #expect(bench.service.reasons == [reason])
    }

    @Test("A cancelled dispatch that takes its time to end is told with its own status")
    func lateCancel() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.cancel])
        let id = try bench.dispatch()
        bench.service.start(id)
        bench.service.change { $0.stopsLate = true }
        try await bench.run { client in
            try expect(
                await client.send(.delete, "/dispatch/\(id)", key: key),
                200,
                #"""
                {"success":true,"data":{"dispatchId":"\#(id)","status":"running",
                "message":"Dispatch is being cancelled"},\#(meta)}
                """#
            )
        }
    }

    @Test("No workspaces are an empty page")
    func workspaces() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.list])
        try await bench.run { client in
            try expect(
                await client.send(.get, "/workspaces", key: key),
                200,
                #"""
                {"success":true,"data":{"items":[],"hasMore":false},"meta":{"requestId":"\#(Samples.requestID)",
                "timestamp":"2026-01-01T00:00:00.000Z","pagination":{"hasMore":false,"limit":20}}}
                """#
            )
        }
    }
}

/// A value that is not what the test needs to go on.
struct Unexpected: Error {}
