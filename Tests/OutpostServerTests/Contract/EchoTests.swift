internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("What errors tell of the request")
struct EchoTests {
    private static let long = String(repeating: "x", count: 5000)

    @Test(
        "No error gives back more than 200 characters of what it was sent",
        arguments: [
            (
                HTTPRequest.Method.post, "/dispatch",
                #"{"agent":"claude","task":"Fix the failing test","workspaceMode":"\#(long)"}"#
            ),
            (.get, "/dispatch/\(long)", nil), (.delete, "/dispatch/\(long)", nil),
            (.get, "/dispatch?status=\(long)", nil), (.get, "/dispatch?tags=\(long)", nil),
            (.get, "/artifacts/\(long)", nil), (.get, "/workspaces/\(long)", nil), (.get, "/batches/\(long)", nil),
            (.get, "/api/v2/jobs/\(long)", nil), (.get, "/admin/tenants/\(long)", nil),
            (.get, "/admin/keys?tenant=\(long)", nil), (.delete, "/admin/keys/\(long)", nil),
            (.post, "/admin/tenants", #"{"name":"a","tier":"\#(long)"}"#),
            (.post, "/admin/keys", #"{"tenant":"alice","scopes":["\#(long)"]}"#),
            (.post, "/promote", #"{"dispatchId":"\#(long)"}"#),
        ] as [(HTTPRequest.Method, String, String?)]
    )
    func bounded(method: HTTPRequest.Method, path: String, body: String?) async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let reply = try await client.send(method, path, key: key, body: body)
            #expect((400..<500).contains(reply.status), "\(reply.status)")
            #expect(!reply.text.contains(String(repeating: "x", count: 201)))
        }
    }

    @Test(
        "Nor does one that the service finds",
        arguments: [
            InvalidRequest.unknownAgent(name: long, known: ["a"]),
            .unknownModel(agent: "a", model: long, known: ["b"]), .reference(name: long, repository: "r"),
            .secretName(name: long, reason: "reserved"),
        ]
    )
    func service(error: InvalidRequest) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        bench.service.fail(with: error)
        try await bench.run { client in
            let body = #"{"agent":"claude","task":"Fix the failing test"}"#
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            #expect(reply.status == 400)
            #expect(!reply.text.contains(String(repeating: "x", count: 201)))
        }
    }

    @Test("200 characters are told whole, one more is cut with a sign")
    func excerpt() {
        let whole = String(repeating: "ü", count: 200)
        #expect(PlainText.excerpt(whole) == whole)
        #expect(PlainText.excerpt(whole + "ü") == whole + "…")
        #expect(PlainText.excerpt("") == "")
    }
}
