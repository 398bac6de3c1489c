internal import Foundation
internal import Hummingbird
internal import HummingbirdTesting
internal import OutpostAPI
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("Over a real connection", .timeLimit(.minutes(10)))
struct LiveServerTests {
    @Test("A body over 10 MB is 413, declared or not, and the connection goes on")
    func bodies() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let large = #"{"agent":"claude","task":""# + String(repeating: "x", count: 11 * 1024 * 1024) + #""}"#
        try await bench.server().application().test(.live) { test in
            let client = Client(client: test)
            let reply = try await client.send(.post, "/dispatch", key: key, body: large)
            #expect(reply.status == 413)
            #expect(try reply.value("error") == ["code": "VALIDATION_ERROR", "message": "Request body too large"])
            #expect(try await client.send(.get, "/health/live").status == 200)
            // Without a key nothing of the body matters.
            #expect(try await client.send(.post, "/dispatch", body: large).status == 401)
        }
    }

    @Test("A head that is too large is refused with the envelope")
    func heads() async throws {
        try await Bench().server().application().test(.live) { test in
            let client = Client(client: test)
            let headers = ["X-Large": String(repeating: "x", count: 1024 * 1024)]
            let reply = try await client.send(.get, "/health", headers: headers)
            #expect(reply.status == 400)
            #expect(try reply.value("error.code") == "VALIDATION_ERROR")
            #expect(reply.header("X-Request-ID") == Samples.requestID)
            #expect(reply.header("Connection") == "close")
        }
    }

    @Test("Links are made for the host that the client named")
    func links() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        let id = try bench.dispatch()
        let dispatch = try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
        let file = ArtifactManifest.File(path: "diff.patch", size: 1, sha256: "0", type: "text/x-patch")
        bench.service.change { $0.artifacts[id] = ArtifactListing(dispatch: dispatch, files: [file], directory: "") }
        try await bench.server(publicURL: nil).application().test(.live) { test in
            let reply = try await Client(client: test).send(.get, "/artifacts/\(id)", key: key)
            guard case .string(let url)? = try reply.value("data.artifacts.0.url") else { throw Unexpected() }
            #expect(url.hasPrefix("http://localhost/artifacts/\(id)/files/diff.patch?"))
        }
    }

    @Test("Events arrive while the dispatch runs")
    func events() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch()
        try await bench.server().application().test(.live) { test in
            async let reading = Client(client: test).send(.get, "/dispatch/\(id)/events", key: key)
            try await bench.clock.waitForSleeper(until: .seconds(15))
            bench.service.start(id)
            bench.service.log((1...500).map { "line \($0)" }, to: id)
            try bench.service.end(id, DispatchEnd(status: .success, reason: .changed))
            let events = ReadEvent.parse(try await reading.text)
            #expect(events.count { $0.name == "log" } == 500)
            #expect(events.last?.name == "end")
        }
    }

    @Test("The administration's socket needs no key, and is private")
    func socket() async throws {
        let bench = try await Bench()
        let server = bench.server()
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/admin.sock"
            try await SocketServer.with(server, at: path) { client in
                #expect(try folder.mode("admin.sock") == 0o600)
                let made = try await client.send("POST", "/admin/tenants", body: #"{"name":"carol"}"#)
                #expect(made.status == 201)
                #expect(try await client.send("GET", "/health/live").status == 200)
                #expect(try await client.send("GET", "/nothing").status == 404)
            }
            // A second server takes the place of one that left its socket.
            try folder.write("left", "")
            try await SocketServer.with(server, at: path) { client async throws in
                #expect(try await client.send("GET", "/admin/tenants").status == 200)
            }
        }
        #expect(bench.identities.entries.map(\.actor) == [AdminService.commandLineActor])
    }
}
