import CurlHTTP
import Testing

@testable import ScriptedModel

@Suite("The scripted model on the wire", .timeLimit(.minutes(10)))
struct ScriptedModelServerTests {
    private static let prompt: JSON = ["model": "m", "messages": [["role": "user", "content": "go"]]]
    private static let streamed: JSON = [
        "model": "m", "stream": true, "messages": [["role": "user", "content": "go"]],
    ]

    /// Serves a script, and gives a client beside it.
    private func withServer<Result>(
        _ script: ModelScript,
        apiKey: String? = nil,
        _ body: (ScriptedModelServer, CurlClient) async throws -> Result
    ) async throws -> Result {
        let client = CurlClient()
        do {
            let result = try await ScriptedModelServer.withServer(script: script, apiKey: apiKey) { server in
                try await body(server, client)
            }
            await client.shutdown()
            return result
        } catch {
            await client.shutdown()
            throw error
        }
    }

    private func request(_ server: ScriptedModelServer, _ body: JSON, path: String = "/v1/messages") -> CurlRequest {
        CurlRequest(
            method: "POST",
            url: server.url + path,
            headers: ["Content-Type": "application/json", "X-Api-Key": "k"],
            body: .bytes(Array(body.text.utf8))
        )
    }

    @Test("a request is answered and recorded as it was sent")
    func records() async throws {
        try await withServer(.runAndStop) { server, client in
            let response = try await client.collect(request(server, Self.prompt, path: "/v1/messages?beta=true"))
            #expect(response.status == 200)
            #expect(response.headers["content-type"] == "application/json")
            #expect(try JSON.parse(response.body)["role"] == "assistant")
            let recorded = try #require(server.requests().first)
            #expect(recorded.method == "POST")
            #expect(recorded.path == "/v1/messages?beta=true")
            #expect(recorded.header("x-api-key") == "k")
            #expect(recorded.json == Self.prompt)
            #expect(recorded.ordinal == 1)
        }
    }

    @Test("a stream arrives in chunks and one connection takes many requests")
    func streams() async throws {
        try await withServer(.runAndStop) { server, client in
            for _ in 1...3 {
                let response = try await client.send(request(server, Self.streamed))
                #expect(response.headers["content-type"] == "text/event-stream; charset=utf-8")
                let text = String(decoding: try await response.body.collect(limit: 1 << 20), as: UTF8.self)
                #expect(text.hasPrefix("event: message_start\ndata: {"))
                #expect(text.hasSuffix("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"))
            }
            #expect(server.requests().map(\.ordinal) == [1, 2, 3])
            #expect(server.disconnects() == 0)
        }
    }

    @Test("faults hit the requests they name, and requests that no model answers are not counted")
    func faults() async throws {
        let fault = ScriptFault(.request(1), .status(429, retryAfter: 3, message: nil, headers: [:]))
        let script = ModelScript(steps: [ScriptStep(say: "hi")], faults: [fault])
        try await withServer(script) { server, client in
            let list = try await client.collect(CurlRequest(method: "GET", url: server.url + "/v1/models"))
            #expect(list.status == 200)
            let refused = try await client.collect(request(server, Self.prompt))
            #expect(refused.status == 429)
            #expect(refused.headers["retry-after"] == "3")
            #expect(try await client.collect(request(server, Self.prompt)).status == 200)
        }
    }

    @Test("a cut closes the connection inside the body", arguments: [prompt, streamed])
    func cut(body: JSON) async throws {
        let script = ModelScript(steps: [ScriptStep(say: "hello")], faults: [ScriptFault(.every, .cut(afterBytes: 40))])
        try await withServer(script) { server, client in
            let response = try await client.send(request(server, body))
            var received = 0
            do {
                for try await chunk in response.body { received += chunk.count }
                Issue.record("the body should have been cut")
            } catch CurlError.connectionLost(phase: .inBody, _) {}
            #expect(received == 40)
        }
    }

    @Test("a model that hangs is noticed only by the client, and the client's going by the model")
    func hang() async throws {
        let script = ModelScript(faults: [ScriptFault(.every, .hang)])
        try await withServer(script) { server, client in
            await withTaskGroup(of: Void.self) { group in
                let request = request(server, Self.prompt)
                group.addTask { _ = try? await client.collect(request) }
                var events = server.events().makeAsyncIterator()
                guard case .request? = await events.next() else {
                    Issue.record("the request should be seen first")
                    return
                }
                #expect(server.disconnects() == 0)
                group.cancelAll()
                #expect(await events.next() == .disconnect)
            }
            #expect(server.disconnects() == 1)
        }
    }

    @Test("a client that leaves in the middle of a stream ends it at once")
    func leavesStream() async throws {
        try await withServer(Self.slowScript) { server, client in
            var response: CurlResponse? = try await client.send(request(server, Self.streamed))
            #expect(response?.status == 200)
            response = nil
            var events = server.events().makeAsyncIterator()
            _ = await events.next()
            #expect(await events.next() == .disconnect)
        }
    }

    @Test("a server that ends drops its streams, and does not take that for its clients' doing")
    func endsDuringStream() async throws {
        let client = CurlClient()
        let (server, response) = try await ScriptedModelServer.withServer(script: Self.slowScript) { server in
            (server, try await client.send(request(server, Self.streamed)))
        }
        await #expect(throws: CurlError.self) { try await response.body.collect(limit: 1 << 20) }
        #expect(server.disconnects() == 0)
        await client.shutdown()
    }

    /// Its stream takes longer than any test may.
    private static let slowScript = ModelScript(steps: [ScriptStep(say: "hello")], chunkDelay: .seconds(30))

    @Test("a cancelled server ends, whatever its clients are doing", arguments: 1...8)
    func cancelled(attempt: Int) async throws {
        let client = CurlClient()
        await withTaskGroup(of: Void.self) { group in
            let (urls, announce) = AsyncStream.makeStream(of: CurlRequest.self)
            group.addTask {
                try? await ScriptedModelServer.withServer(script: Self.slowScript) { server in
                    announce.yield(request(server, Self.streamed))
                    for await _ in server.events() {}
                }
                announce.finish()
            }
            var iterator = urls.makeAsyncIterator()
            guard let request = await iterator.next() else { return }
            for _ in 1...4 { group.addTask { _ = try? await client.collect(request) } }
            group.cancelAll()
            #expect(await iterator.next() == nil)
        }
        await client.shutdown()
    }

    @Test("runs side by side each see the script from its start")
    func parallel() async throws {
        try await withServer(.runAndStop) { server, client in
            let bodies = try await withThrowingTaskGroup(of: JSON.self) { group in
                let request = request(server, Self.prompt)
                for _ in 1...8 { group.addTask { try JSON.parse(await client.collect(request).body)["content"] } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1.text) }
            }
            #expect(bodies.count == 1)
            #expect(server.requests().compactMap(\.ordinal).sorted() == Array(1...8))
        }
    }

    @Test("a key that is not the server's is refused")
    func key() async throws {
        try await withServer(.runAndStop, apiKey: "other") { server, client in
            let response = try await client.collect(request(server, Self.prompt))
            #expect(response.status == 401)
            #expect(try JSON.parse(response.body)["error"]["type"] == "authentication_error")
        }
    }

    @Test("the server ends with its body, and what the body throws is thrown")
    func ends() async throws {
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await ScriptedModelServer.withServer(script: .runAndStop) { _ in throw Stop() }
        }
        let client = CurlClient()
        let url = try await ScriptedModelServer.withServer(script: .runAndStop) { $0.url }
        await #expect(throws: CurlError.self) {
            try await client.collect(CurlRequest(method: "GET", url: url + "/v1/models"))
        }
        await client.shutdown()
    }
}
