internal import CurlHTTP
internal import TestSupport
internal import Testing

@Suite("Deadlines and cancellation", .timeLimit(.minutes(10)))
struct DeadlineAndCancellationTests {
    private static let endless = RawAnswer.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")

    @Test(
        "a deadline ends an exchange that hangs, in any phase",
        arguments: [.hang, endless, .raw("HTTP/1.1 200 OK\r\n")]
    )
    func deadline(answer: RawAnswer) async throws {
        try await RawServer.withServer(answers: [answer]) { server in
            let client = CurlClient()
            let error = await failure { () async throws(CurlError) in
                try await client.collect(CurlRequest("GET", server, deadline: .seconds(1)))
            }
            #expect(error?.isDeadline == true)
            try await server.waitForClosed(1)
        }
    }

    @Test("a deadline that has passed sends nothing")
    func passedDeadline() async throws {
        try await RawServer.withServer(answers: []) { server in
            let client = CurlClient()
            let error = await failure { () async throws(CurlError) in
                try await client.collect(CurlRequest("GET", server, deadline: .zero))
            }
            #expect(error?.isDeadline == true)
            #expect(server.log.value.opened == 0)
        }
    }

    @Test("cancelling a task that waits for the head closes the connection")
    func cancelInHead() async throws {
        try await RawServer.withServer(answers: [.hang]) { server in
            let client = CurlClient()
            try await withThrowingTaskGroup(of: CurlError?.self) { group in
                group.addTask {
                    await failure { () async throws(CurlError) in try await client.collect(CurlRequest("GET", server)) }
                }
                _ = try await server.waitForRequests(1)
                group.cancelAll()
                #expect(try await group.next()??.isCancelled == true)
            }
            try await server.waitForClosed(1)
        }
    }

    @Test("cancelling a task that reads the body closes the connection")
    func cancelInBody() async throws {
        try await RawServer.withServer(answers: [Self.endless]) { server in
            let started = Gate()
            try await withThrowingTaskGroup(of: CurlError?.self) { group in
                group.addTask {
                    let body = try await CurlClient().send(CurlRequest("GET", server)).body
                    var chunks = body.makeAsyncIterator()
                    #expect(try await chunks.next() == Array("abc".utf8))
                    started.open()
                    return await failure { () async throws(CurlError) in try await chunks.next() }
                }
                try await started.pass()
                group.cancelAll()
                #expect(try await group.next()??.isCancelled == true)
            }
            try await server.waitForClosed(1)
        }
    }

    @Test("a task that is cancelled already sends nothing")
    func earlyCancellation() async throws {
        try await RawServer.withServer(answers: []) { server in
            let client = CurlClient()
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                for _ in 0..<20 {
                    group.addTask {
                        let error = await failure { () async throws(CurlError) in
                            try await client.collect(CurlRequest("GET", server))
                        }
                        #expect(error?.isCancelled == true)
                    }
                }
            }
            #expect(server.log.value.opened == 0)
        }
    }

    @Test("cancellations at any moment end every task, and every connection closes")
    func racingCancellation() async throws {
        try await RawServer.withServer(answer: { _ in .hang }) { server in
            let client = CurlClient()
            for round in 0..<50 {
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<10 {
                        group.addTask {
                            let error = await failure { () async throws(CurlError) in
                                try await client.collect(CurlRequest("GET", server))
                            }
                            #expect(error?.isCancelled == true)
                        }
                    }
                    for _ in 0..<round { await Task.yield() }
                    group.cancelAll()
                }
            }
            await client.shutdown()
            // Connections that were accepted after their client had gone are counted as well.
            try await server.log.wait { $0.closed == $0.opened }
        }
    }

    @Test("letting a body go unread closes the connection")
    func abandonedBody() async throws {
        try await RawServer.withServer(answers: [Self.endless]) { server in
            let client = CurlClient()
            #expect(try await client.send(CurlRequest("GET", server)).status == 200)
            try await server.waitForClosed(1)
        }
    }

    @Test("cancelling ends the pull of a request body")
    func cancelUpload() async throws {
        try await RawServer.withServer(answers: [.hang]) { server in
            let client = CurlClient()
            let ended = Gate()
            let (stream, feed) = makeChunks()
            feed.onTermination = { _ in ended.open() }
            feed.yield([1])
            try await withThrowingTaskGroup(of: CurlError?.self) { group in
                group.addTask {
                    await failure { () async throws(CurlError) in
                        try await client.collect(CurlRequest("PUT", server, body: .stream(length: nil, stream)))
                    }
                }
                try await server.log.wait { $0.requests.count == 1 }
                group.cancelAll()
                #expect(try await group.next()??.isCancelled == true)
            }
            try await ended.pass()
            try await server.waitForClosed(1)
        }
    }

    @Test("shutting down fails what is under way and what follows")
    func shutdown() async throws {
        try await RawServer.withServer(answers: [.hang, Self.endless]) { server in
            let client = CurlClient()
            async let hanging = failure { () async throws(CurlError) in
                try await client.collect(CurlRequest("GET", server))
            }
            _ = try await server.waitForRequests(1)
            var chunks = try await client.send(CurlRequest("GET", server)).body.makeAsyncIterator()
            #expect(try await chunks.next() == Array("abc".utf8))
            await client.shutdown()
            #expect(await hanging?.isCancelled == true)
            #expect(await failure { () async throws(CurlError) in try await chunks.next() }?.isCancelled == true)
            let late = await failure { () async throws(CurlError) in
                try await client.collect(CurlRequest("GET", server))
            }
            #expect(late?.isCancelled == true)
            await client.shutdown()
            try await server.waitForClosed(2)
        }
    }

    @Test("shutting down a client that was never used returns")
    func unused() async {
        await CurlClient().shutdown()
    }

    @Test("a body can be read after the last reference to its client is gone")
    func clientGone() async throws {
        let gate = Gate()
        let answer = RawAnswer([
            .send(Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na".utf8)), .wait(gate), .send(Array("b".utf8)),
        ])
        try await RawServer.withServer(answers: [answer]) { server in
            let body = try await CurlClient().send(CurlRequest("GET", server)).body
            gate.open()
            #expect(try await body.collect(limit: 10) == Array("ab".utf8))
        }
    }
}
