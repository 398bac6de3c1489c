internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Answers and their schemas")
struct SchemaTests {
    /// A schema of an answer in the document.
    private func schema(_ document: JSONValue, _ path: String, _ method: String, _ status: Int) throws -> JSONValue {
        var current: JSONValue? = document
        for part in ["paths", path, method, "responses", String(status)] { current = member(current, part) }
        if case .string(let reference)? = member(current, "$ref") {
            current = document
            for part in reference.split(separator: "/").dropFirst() { current = member(current, String(part)) }
        }
        for part in ["content", "application/json", "schema"] { current = member(current, part) }
        return try #require(current, "\(method) \(path) \(status)")
    }

    private func member(_ value: JSONValue?, _ name: String) -> JSONValue? {
        if case .object(let members)? = value { members[name] } else { nil }
    }

    private struct Call {
        let method: HTTPRequest.Method
        let template: String
        let path: String
        var body: String?
        let status: Int
    }

    private func calls(_ waiting: DispatchID, _ ended: DispatchID) -> [Call] {
        let good = #"{"agent":"claude","task":"Fix the failing test","tags":{"a":"b"},"x":1}"#
        return [
            Call(method: .get, template: "/", path: "/", status: 200),
            Call(method: .get, template: "/health", path: "/health", status: 200),
            Call(method: .get, template: "/health/live", path: "/health/live", status: 200),
            Call(method: .get, template: "/health/ready", path: "/health/ready", status: 200),
            Call(method: .get, template: "/health/fleet", path: "/health/fleet", status: 200),
            Call(method: .get, template: "/fleet", path: "/fleet", status: 200),
            Call(method: .post, template: "/dispatch", path: "/dispatch", body: good, status: 201),
            Call(method: .post, template: "/dispatch", path: "/dispatch", body: "{}", status: 400),
            Call(method: .get, template: "/dispatch", path: "/dispatch?limit=1", status: 200),
            Call(method: .get, template: "/runs", path: "/runs", status: 200),
            Call(method: .get, template: "/dispatch/{dispatchId}", path: "/dispatch/\(waiting)", status: 200),
            Call(method: .get, template: "/runs/{dispatchId}", path: "/runs/\(ended)", status: 200),
            Call(method: .get, template: "/dispatch/{dispatchId}", path: "/dispatch/x", status: 404),
            Call(method: .delete, template: "/dispatch/{dispatchId}", path: "/dispatch/\(ended)", status: 409),
            Call(method: .delete, template: "/dispatch/{dispatchId}", path: "/dispatch/\(waiting)", status: 200),
            Call(method: .post, template: "/api/v2/jobs", path: "/api/v2/jobs", body: good, status: 201),
            Call(method: .get, template: "/api/v2/jobs", path: "/api/v2/jobs", status: 200),
            Call(method: .get, template: "/api/v2/jobs/{jobId}", path: "/api/v2/jobs/\(ended)", status: 200),
            Call(method: .get, template: "/workspaces", path: "/workspaces", status: 200),
            Call(
                method: .get,
                template: "/workspaces/{workspaceId}",
                path: "/workspaces/\(Samples.requestID)",
                status: 200
            ),
            Call(
                method: .delete,
                template: "/workspaces/{workspaceId}",
                path: "/workspaces/\(Samples.requestID)",
                status: 409
            ),
            Call(method: .get, template: "/artifacts/{dispatchId}", path: "/artifacts/\(ended)", status: 200),
            Call(
                method: .post,
                template: "/admin/tenants",
                path: "/admin/tenants",
                body: #"{"name":"x"}"#,
                status: 201
            ),
            Call(
                method: .post,
                template: "/admin/tenants",
                path: "/admin/tenants",
                body: #"{"name":"x"}"#,
                status: 409
            ),
            Call(method: .get, template: "/admin/tenants", path: "/admin/tenants", status: 200),
            Call(method: .get, template: "/admin/tenants/{idOrName}", path: "/admin/tenants/x", status: 200),
            Call(
                method: .patch,
                template: "/admin/tenants/{idOrName}",
                path: "/admin/tenants/x",
                body: #"{"status":"suspended","limits":{"weight":3},"runtime":"runsc"}"#,
                status: 200
            ),
            Call(method: .post, template: "/admin/keys", path: "/admin/keys", body: #"{"tenant":"x"}"#, status: 201),
            Call(method: .get, template: "/admin/keys", path: "/admin/keys", status: 200),
            Call(
                method: .put,
                template: "/admin/secrets/{secretName}",
                path: "/admin/secrets/TOKEN",
                body: #"{"value":"x"}"#,
                status: 200
            ),
            Call(
                method: .put,
                template: "/admin/tenants/{idOrName}/secrets/{secretName}",
                path: "/admin/tenants/x/secrets/TOKEN",
                body: #"{"value":"x"}"#,
                status: 200
            ),
            Call(
                method: .get,
                template: "/admin/tenants/{idOrName}/secrets",
                path: "/admin/tenants/x/secrets",
                status: 200
            ),
            Call(
                method: .get,
                template: "/admin/tenants/{idOrName}/secrets/{secretName}",
                path: "/admin/tenants/x/secrets/TOKEN",
                status: 200
            ),
            Call(
                method: .put,
                template: "/admin/tenants/{idOrName}/git-credentials/{host}",
                path: "/admin/tenants/x/git-credentials/git.test",
                body: #"{"token":"x"}"#,
                status: 200
            ),
            Call(
                method: .get,
                template: "/admin/tenants/{idOrName}/git-credentials",
                path: "/admin/tenants/x/git-credentials",
                status: 200
            ),
            Call(
                method: .post,
                template: "/admin/webhooks",
                path: "/admin/webhooks",
                body:
                    #"{"tenant":"alice","url":"https://hooks.test/a","description":"d","events":["dispatch.failed"]}"#,
                status: 201
            ),
            Call(method: .get, template: "/admin/webhooks", path: "/admin/webhooks?tenant=alice", status: 200),
            Call(
                method: .get,
                template: "/admin/webhooks/{webhookId}/deliveries",
                path: "/admin/webhooks/none/deliveries",
                status: 404
            ),
            Call(method: .delete, template: "/admin/keys/{idOrPrefix}", path: "/admin/keys/none", status: 404),
        ]
    }

    @Test("Every answer is as the document says, and has nothing that it does not say")
    func answers() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        let waiting = try bench.dispatch(Bench.operatorTenant, options: DispatchOptions(tags: ["a": "b"]))
        let ended = try bench.dispatch(Bench.operatorTenant, repository: "https://github.com/o/r")
        bench.service.start(ended)
        bench.service.log(["x"], to: ended)
        try bench.service.end(
            ended,
            DispatchEnd(status: .failed, reason: .exit, exitCode: 1, message: "m", flags: [.logTruncated])
        )
        let dispatch = try #require(bench.service.change { $0.dispatches[ended] })
        let file = ArtifactManifest.File(path: "diff.patch", size: 1, sha256: "0", type: "text/x-patch")
        bench.service.change {
            $0.artifacts[ended] = ArtifactListing(dispatch: dispatch, files: [file], directory: "")
        }
        let view = try WorkspaceTests.view(Samples.requestID, tenant: Bench.operatorTenant, dispatch: waiting)
        bench.service.change { $0.workspaces = [view] }
        try await bench.run { client in
            let document = try await client.send(.get, "/openapi.json").json
            let check = SchemaCheck(document: document)
            for call in calls(waiting, ended) {
                let reply = try await client.send(call.method, call.path, key: key, body: call.body)
                #expect(reply.status == call.status, "\(call.method) \(call.path): \(reply.text)")
                let schema = try schema(document, call.template, call.method.rawValue.lowercased(), call.status)
                let problems = check.problems(try reply.json, schema)
                #expect(problems.isEmpty, "\(call.method) \(call.path): \(problems)")
            }
        }
    }
}
