internal import CurlHTTP
internal import DockerEngine
internal import TestSupport
internal import Testing

@Suite("Failing calls", .timeLimit(.minutes(10)))
struct ErrorTests {
    @Test(
        "Every status has its class and keeps the daemon's words",
        arguments: [
            (400, DockerError.invalid("no such field")), (404, .notFound("no such field")),
            (409, .conflict("no such field")), (501, .unsupported("no such field")), (304, .notModified),
            (403, .server(status: 403, "no such field")), (500, .server(status: 500, "no such field")),
        ]
    )
    func statusClasses(status: Int, error: DockerError) async throws {
        let answer = RawAnswer.json(status == 304 ? "" : #"{"message":"no such field\n"}"#, status: status)
        let failure = try await FakeEngine.failure(answer) { client throws(DockerError) in
            _ = try await client.inspectContainer("c")
        }
        #expect(failure == error)
    }

    @Test("An answer that is not the daemon's JSON is quoted as it is")
    func plainTextError() async throws {
        let answer = RawAnswer.response(502, body: Array("bad gateway\n".utf8))
        let failure = try await FakeEngine.failure(answer) { client throws(DockerError) in _ = try await client.info() }
        #expect(failure == .server(status: 502, "bad gateway"))
    }

    @Test(
        "A success without readable JSON is a lost answer, never an empty list",
        arguments: [
            RawAnswer.json(""), .json("["), .json("null"), .json(#"{"message":"x"}"#),
            .cut("HTTP/1.1 200 OK\r\nContent-Type: applica"), .cut("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]"),
            .cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n"), .close,
        ]
    )
    func unreadableList(answer: RawAnswer) async throws {
        // A pooled connection that ends before its answer makes libcurl ask again, so the answer is given twice.
        let requests = try await FakeEngine.run(answers: [answer, answer]) { client in
            await #expect {
                _ = try await client.listContainers()
            } throws: { error in
                guard case DockerError.unavailable(.lost, _) = error else { return false }
                return true
            }
        }
        #expect(!requests.isEmpty)
    }

    @Test("A call past its deadline is timed out, not cancelled")
    func deadline() async throws {
        var timeouts = DockerTimeouts()
        timeouts.query = .milliseconds(50)
        let failure = try await FakeEngine.failure(.hang, timeouts: timeouts) { client throws(DockerError) in
            _ = try await client.inspectContainer("c")
        }
        #expect(failure == .unavailable(.timedOut, "GET /containers/c/json"))
    }

    @Test("An attach that is never answered is timed out and its connection closed")
    func attachDeadline() async throws {
        var timeouts = DockerTimeouts()
        timeouts.attach = .milliseconds(50)
        try await RawServer.withServer(answers: [FakeEngine.ping(), .hang]) { [timeouts] server in
            let client = FakeEngine.client(of: server, timeouts: timeouts)
            await #expect(throws: DockerError.unavailable(.timedOut, "POST /containers/c/attach")) {
                _ = try await client.attachOutput("c")
            }
            try await server.waitForClosed(1)
        }
    }

    @Test("A cancelled task cancels its call", arguments: [true, false])
    func cancellation(isAttach: Bool) async throws {
        try await RawServer.withServer(answers: [FakeEngine.ping(), .hang]) { server in
            let client = FakeEngine.client(of: server)
            try await withThrowingTaskGroup(of: DockerError?.self) { group in
                group.addTask {
                    do throws(DockerError) {
                        if isAttach {
                            _ = try await client.attachOutput("c")
                        } else {
                            _ = try await client.waitContainer("c")
                        }
                        return nil
                    } catch {
                        return error
                    }
                }
                _ = try await server.waitForRequests(2)
                group.cancelAll()
                #expect(try await group.next() == .cancelled)
            }
        }
    }

    @Test("A call that changes something is sent once, even when its connection dies", .timeLimit(.minutes(10)))
    func postIsNotRepeated() async throws {
        let failure = try await FakeEngine.run(answers: [.close, .close]) { client in
            await #expect {
                try await client.startContainer("c")
            } throws: { error in
                guard case DockerError.unavailable(.lost, _) = error else { return false }
                return true
            }
        }
        #expect(failure.count == 1)
    }

    @Test(
        "Names that would change the path are refused before anything is sent",
        arguments: [
            "", "a/b", "../x", ".", "-x", "a b", "a?b", "a%2fb", "é",
        ]
    )
    func badNames(name: String) async throws {
        let requests = try await FakeEngine.run(answers: []) { client in
            await #expect {
                _ = try await client.inspectContainer(name)
            } throws: { error in
                guard case DockerError.invalid = error else { return false }
                return true
            }
        }
        #expect(requests.isEmpty)
    }

    @Test(
        "Image references that would change the path are refused",
        arguments: [
            "", "a/../b", "/a", "a//b", "a/", "a?b", "a b", "a#b",
        ]
    )
    func badReferences(reference: String) async throws {
        let requests = try await FakeEngine.run(answers: []) { client in
            await #expect {
                _ = try await client.inspectImage(reference)
            } throws: { error in
                guard case DockerError.invalid = error else { return false }
                return true
            }
        }
        #expect(requests.isEmpty)
    }
}
