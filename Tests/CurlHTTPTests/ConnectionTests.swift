internal import CurlHTTP
internal import TestSupport
internal import Testing

@Suite("Connections", .timeLimit(.minutes(10)))
struct ConnectionTests {
    /// Answers the first request of a connection and closes without a word on the second.
    private static func dyingOnReuse(_ request: RawRequest) -> RawAnswer {
        request.index == 0 ? .response() : .close
    }

    @Test("are reused, one after the other")
    func reuse() async throws {
        try await RawServer.withServer(answer: { _ in .response(body: [1]) }) { server in
            let client = CurlClient()
            for _ in 0..<20 { #expect(try await client.collect(CurlRequest("GET", server)).status == 200) }
            #expect(server.log.value.opened == 1)
            _ = try await client.collect(CurlRequest("GET", server, connection: .fresh))
            #expect(server.log.value.opened == 2)
        }
    }

    @Test("are reused after a body that nobody read because it is empty")
    func reuseAfterNoBody() async throws {
        try await RawServer.withServer(answer: { _ in .response(204) }) { server in
            let client = CurlClient()
            for _ in 0..<20 {
                let response = try await client.send(CurlRequest("GET", server))
                #expect(response.status == 204)
            }
            #expect(server.log.value.opened <= 20)
            #expect(server.requests.count == 20)
        }
    }

    @Test("that are fresh never send a POST twice")
    func freshOnce() async throws {
        try await RawServer.withServer(answer: { $0.method == "POST" ? .close : .response() }) { server in
            let client = CurlClient()
            _ = try await client.collect(CurlRequest("GET", server))
            let error = await failure { () async throws(CurlError) in
                try await client.collect(CurlRequest("POST", server, body: .bytes([1]), connection: .fresh))
            }
            #expect(error?.lostPhase == .beforeResponse)
            #expect(server.requests.count { $0.method == "POST" } == 1)
        }
    }

    @Test("of the pool that die when reused make libcurl send again, body included")
    func pooledTwice() async throws {
        try await RawServer.withServer(answer: Self.dyingOnReuse) { server in
            let client = CurlClient()
            _ = try await client.collect(CurlRequest("GET", server))
            let body = CurlRequest.Body.bytes(Array("payload".utf8))
            let response = try await client.collect(CurlRequest("POST", server, body: body))
            #expect(response.status == 200)
            #expect(server.requests.map(\.text) == ["", "payload", "payload"])
        }
    }

    @Test("of the pool that die under a streamed body fail, since a stream cannot begin again")
    func pooledStream() async throws {
        try await RawServer.withServer(answer: Self.dyingOnReuse) { server in
            let client = CurlClient()
            _ = try await client.collect(CurlRequest("GET", server))
            let (stream, feed) = makeChunks()
            feed.yield([1, 2, 3])
            feed.finish()
            let error = await failure { () async throws(CurlError) in
                try await client.collect(CurlRequest("POST", server, body: .stream(length: 3, stream)))
            }
            #expect(error?.lostPhase == .beforeResponse)
            #expect(server.requests.count { $0.isComplete } == 2)
        }
    }

    @Test("serve a thousand exchanges at once, and few of them stay open")
    func thousand() async throws {
        let count = 1000
        let gate = Gate()
        let answer = RawAnswer([.wait(gate)] + RawAnswer.response(body: Array("done".utf8)).steps)
        try await RawServer.withServer(answer: { _ in answer }) { server in
            let client = CurlClient(configuration: .init(maximumIdleConnections: 8))
            try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<count { group.addTask { try await client.collect(CurlRequest("GET", server)).body } }
                _ = try await server.waitForRequests(count)
                gate.open()
                for try await body in group { #expect(body == Array("done".utf8)) }
            }
            #expect(server.log.value.opened == count)
            try await server.waitForClosed(count - 8)
            await client.shutdown()
            try await server.waitForClosed(count)
        }
    }

    @Test("of a reader that does not read stop the server, and lose nothing")
    func backPressure() async throws {
        let body = (0..<(32 << 20)).map { UInt8(truncatingIfNeeded: $0 >> 8) }
        let answer = RawAnswer.response(body: body)
        try await RawServer.withServer(answer: { $0.path == "/large" ? answer : .response() }) { server in
            let client = CurlClient()
            var chunks = try await client.send(CurlRequest("GET", server, "/large")).body.makeAsyncIterator()
            var received = try #require(await chunks.next())
            for _ in 0..<200 { _ = try await client.collect(CurlRequest("GET", server, "/small")) }
            #expect(server.log.value.bytesSent < 8 << 20)
            while let chunk = try await chunks.next() { received += chunk }
            #expect(received == body)
        }
    }
}
