internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Jobs")
struct JobTests {
    @Test("A job is a dispatch with null where nothing is known")
    func get() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        try await bench.run { client in
            let reply = try await client.send(.get, "/api/v2/jobs/\(id)", key: key)
            #expect(reply.status == 200)
            let expected = #"""
                {"jobId":"\#(id)","tenantId":"\#(Bench.alice)","agent":"claude","task":"Fix the failing test",
                "context":"standard","status":"PENDING","repo":null,"branch":null,"workerId":null,
                "workspacePath":null,"errorMessage":null,"outputS3Key":null,"createdAt":"2026-01-01T00:00:00.000Z",
                "startedAt":null,"completedAt":null,"timeoutSeconds":600,"exitCode":null}
                """#
            #expect(try reply.value("data.job") == JSONParser.parse(Array(expected.utf8)))
        }
    }

    @Test("A job can be made, with its own bounds and a warning where a timeout is raised")
    func create() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.dispatch])
        try await bench.run { client in
            let body = #"{"agent":"claude","task":"Fix the failing test","timeoutSeconds":5}"#
            let reply = try await client.send(.post, "/api/v2/jobs", key: key, body: body)
            #expect(reply.status == 201)
            #expect(try reply.value("data.queued") == true)
            #expect(try reply.value("data.job.status") == "PENDING")
            #expect(try reply.value("meta.warnings.0") == "timeoutSeconds raised to 30, the shortest there is")
            let long = #"{"agent":"claude","task":"\#(String(repeating: "x", count: 5001))","timeoutSeconds":3601}"#
            #expect(
                try await client.send(.post, "/api/v2/jobs", key: key, body: long).problems == [
                    FieldProblem(path: "task", message: "Task must not exceed 5000 characters"),
                    FieldProblem(
                        path: "timeoutSeconds",
                        message: "Number must be less than or equal to 3600"
                    ),
                ]
            )
        }
        #expect(bench.service.drafts.map(\.timeoutSeconds) == [30])
    }

    @Test("A job's timeout is lowered to its tenant's limit, with a warning, and left open where none is given")
    func clamp() async throws {
        let bench = try await Bench()
        let free = "44444444-4444-4444-8444-444444444444"
        try await bench.identities.insert(Tenant(id: free, name: "free", tier: .free, createdAt: Samples.epoch))
        let key = try await bench.key(free, scopes: [.dispatch])
        try await bench.run { client in
            let long = #"{"agent":"claude","task":"Fix the failing test","timeoutSeconds":3600}"#
            let reply = try await client.send(.post, "/api/v2/jobs", key: key, body: long)
            #expect(reply.status == 201)
            #expect(try reply.value("meta.warnings.0") == "timeoutSeconds lowered to 300, the longest of this tenant")
            let open = #"{"agent":"claude","task":"Fix the failing test"}"#
            #expect(try await client.send(.post, "/api/v2/jobs", key: key, body: open).status == 201)
        }
        #expect(bench.service.drafts.map(\.timeoutSeconds) == [300, nil])
    }

    @Test("A cancelled job comes back as one")
    func cancel() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.cancel])
        let id = try bench.dispatch()
        try await bench.run { client in
            let reply = try await client.send(.post, "/api/v2/jobs/\(id)/cancel", key: key)
            #expect(try reply.value("data.job.status") == "CANCELLED")
        }
    }

    @Test("An unknown job is told as a job")
    func unknown() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let reply = try await client.send(.get, "/api/v2/jobs/none", key: key)
            #expect(reply.status == 404)
            #expect(try reply.value("error.message") == "Job not found: none")
        }
    }

    @Test(
        "Each status of a dispatch has one of a job",
        arguments: [
            (DispatchStatus.pending, "PENDING"), (.provisioning, "QUEUED"), (.running, "RUNNING"),
            (.completing, "RUNNING"), (.success, "COMPLETED"), (.failed, "FAILED"), (.timeout, "TIMEOUT"),
            (.cancelled, "CANCELLED"),
        ]
    )
    func status(status: DispatchStatus, word: String) {
        #expect(JobStatus(status).rawValue == word)
        #expect(JobStatus(status).dispatchStatuses.contains(status))
    }

    @Test("A filter for running jobs asks for both statuses of dispatches")
    func filter() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.list])
        try await bench.run { client in
            #expect(try await client.send(.get, "/api/v2/jobs?status=RUNNING", key: key).status == 200)
            let wrong = try await client.send(.get, "/api/v2/jobs?status=running", key: key)
            #expect(wrong.status == 400)
        }
        #expect(bench.service.queries.map(\.statuses) == [[.running, .completing]])
    }
}
