internal import CurlHTTP
internal import TestSupport
internal import Testing

@Suite("Streamed request bodies", .timeLimit(.minutes(10)))
struct RequestBodyStreamTests {
    @Test("arrive whole, framed by their length or in chunks", arguments: [5, nil])
    func framing(length: Int?) async throws {
        try await RawServer.withServer(answers: [.response()]) { server in
            let (stream, feed) = makeChunks()
            for chunk in ["he", "", "llo"] { feed.yield(Array(chunk.utf8)) }
            feed.finish()
            _ = try await CurlClient().collect(CurlRequest("PUT", server, body: .stream(length: length, stream)))
            let request = try #require(server.requests.first)
            #expect(request.text == "hello")
            #expect(request["Content-Length"] == length.map { "\($0)" })
            #expect(request["Transfer-Encoding"] == (length == nil ? "chunked" : nil))
            #expect(request["Expect"] == nil)
        }
    }

    @Test("are sent as they come: the server sees the first chunk before the second is made")
    func incremental() async throws {
        try await RawServer.withServer(answers: [.response()]) { server in
            let client = CurlClient()
            let (stream, feed) = makeChunks()
            async let response = client.collect(CurlRequest("PUT", server, body: .stream(length: nil, stream)))
            try await server.log.wait { $0.requests.count == 1 }
            let before = server.log.value.bytesReceived
            for round in 1...3 {
                feed.yield([UInt8](repeating: 1, count: 1000))
                try await server.log.wait { $0.bytesReceived >= before + round * 1000 }
            }
            feed.finish()
            #expect(try await response.status == 200)
            #expect(server.requests.first?.body.count == 3000)
        }
    }

    @Test(
        "of many megabytes arrive unchanged, with an early pause for 100 Continue or without",
        arguments: [true, false]
    )
    func large(hasLength: Bool) async throws {
        try await RawServer.withServer(answers: [.response()]) { server in
            let chunks = (0..<200).map { number in [UInt8](repeating: UInt8(number), count: 50_001) }
            let (stream, feed) = makeChunks()
            for chunk in chunks { feed.yield(chunk) }
            feed.finish()
            let length = hasLength ? 200 * 50_001 : nil
            _ = try await CurlClient().collect(CurlRequest("PUT", server, body: .stream(length: length, stream)))
            #expect(server.requests.first?.body == chunks.flatMap(\.self))
        }
    }

    @Test("that fail end the exchange with their error, and the server sees no complete body", arguments: [4000, nil])
    func failing(length: Int?) async throws {
        try await RawServer.withServer(answers: [.response()]) { server in
            let client = CurlClient()
            let (stream, feed) = makeChunks()
            feed.yield([UInt8](repeating: 1, count: 1000))
            feed.finish(throwing: Broken())
            let error = await failure { () async throws(CurlError) in
                try await client.collect(CurlRequest("PUT", server, body: .stream(length: length, stream)))
            }
            #expect(error?.bodyFailure is Broken)
            try await server.waitForClosed(server.log.value.opened)
            #expect(server.requests.allSatisfy { !$0.isComplete })
        }
    }

    @Test("that do not have their announced length fail", arguments: [999, 1001])
    func mismatch(length: Int) async throws {
        try await RawServer.withServer(answers: [.response()]) { server in
            let client = CurlClient()
            let (stream, feed) = makeChunks()
            feed.yield([UInt8](repeating: 1, count: 1000))
            feed.finish()
            let error = await failure { () async throws(CurlError) in
                try await client.collect(CurlRequest("PUT", server, body: .stream(length: length, stream)))
            }
            #expect(error?.bodyFailure as? BodyLengthMismatch == BodyLengthMismatch(expected: length, actual: 1000))
        }
    }

    @Test("go on after the head of the response has come")
    func early() async throws {
        let answer = RawAnswer([
            .send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)), .readBody,
            .send(RawAnswer.chunk([9]) + Array("0\r\n\r\n".utf8)),
        ])
        try await RawServer.withServer(behaviour: .init(answersEarly: true), answers: [answer]) { server in
            let (stream, feed) = makeChunks()
            feed.yield([1])
            let response = try await CurlClient().send(CurlRequest("POST", server, body: .stream(length: nil, stream)))
            #expect(response.status == 200)
            feed.yield([2])
            feed.finish()
            #expect(try await response.body.collect(limit: 10) == [9])
            #expect(server.requests.first?.body == [1, 2])
        }
    }

    @Test("are given up when the server refuses early")
    func refusedEarly() async throws {
        let behaviour = RawServer.Behaviour(answersEarly: true)
        let answer = RawAnswer([.send(Array("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno".utf8))])
        try await RawServer.withServer(behaviour: behaviour, answers: [answer]) { server in
            let ended = Gate()
            let (stream, feed) = makeChunks()
            feed.onTermination = { _ in ended.open() }
            feed.yield([1])
            let response = try await CurlClient().collect(
                CurlRequest("POST", server, body: .stream(length: nil, stream))
            )
            #expect(response.status == 413)
            #expect(response.body == Array("no".utf8))
            try await ended.pass()
        }
    }

    @Test("are pulled no faster than the server reads")
    func backPressure() async throws {
        let gate = Gate()
        let behaviour = RawServer.Behaviour(answersEarly: true)
        let answer = RawAnswer([.wait(gate), .readBody, .send(Array("HTTP/1.1 204 No\r\n\r\n".utf8))])
        try await RawServer.withServer(behaviour: behaviour, answers: [answer]) { server in
            let total = 64 << 20
            let pulled = Observed(0)
            let stream = AsyncThrowingStream<[UInt8], any Error> {
                let count = pulled.update { count in
                    count += 64 << 10
                    return count
                }
                return count > total ? nil : [UInt8](repeating: 3, count: 64 << 10)
            }
            let client = CurlClient()
            async let response = client.collect(CurlRequest("PUT", server, body: .stream(length: nil, stream)))
            try await server.log.wait { $0.requests.count == 1 }
            // The other exchange takes long enough for an unbounded pull to run away.
            try await RawServer.withServer(answer: { _ in .response() }) { other in
                for _ in 0..<200 { _ = try await client.collect(CurlRequest("GET", other)) }
            }
            #expect(pulled.value < 8 << 20)
            gate.open()
            #expect(try await response.status == 204)
            #expect(server.requests.first?.body.count == total)
        }
    }
}
