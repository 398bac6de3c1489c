internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("Doors", .timeLimit(.minutes(10)))
struct DoorTests {
    private struct Failure: Error {}

    @Test("the socket is there with mode 0666 while the body runs, and gone after it")
    func socketFile() async throws {
        let path = try await withDoor { door in
            let attributes = try FileManager.default.attributesOfItem(atPath: door.socketPath)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o666)
            return door.socketPath
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a body that fails closes the door and its error comes out")
    func failingBody() async throws {
        let path = Observed("")
        await #expect(throws: Failure.self) {
            try await withDoor { door in
                path.update { $0 = door.socketPath }
                throw Failure()
            }
        }
        #expect(!path.value.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: path.value))
    }

    @Test("a stale socket of a process that died is replaced")
    func staleSocket() async throws {
        try await withScratchFolder { folder in
            let stale = "\(folder)/door.sock"
            try await leaveSocketBehind(at: stale)
            #expect(FileManager.default.fileExists(atPath: stale))
            try await withDoor(DoorOptions(socketPath: stale)) { door in
                try await door.expect(200, "GET", "/outpost/v1/job", headers: [:])
            }
        }
    }

    @Test("the token of one door is worth nothing at another")
    func separateDoors() async throws {
        try await withDoor { _ in
            try await withDoor(DoorOptions(token: DoorToken(value: "otk_second"))) { second in
                try await second.expect(401, "POST", "/outpost/v1/progress?phase=run")
                let own: CurlHeaders = ["authorization": "Bearer otk_second"]
                try await second.expect(204, "POST", "/outpost/v1/progress?phase=run", headers: own)
            }
        }
    }

    @Test("several requests go over one connection")
    func keepAlive() async throws {
        try await withDoor { door in
            let client = try await RawClient.connect(door.socketPath)
            for _ in 0..<3 {
                try await client.send(
                    "POST /outpost/v1/progress?phase=run HTTP/1.1\r\nhost: x\r\nx-api-key: otk_throwaway\r\n"
                        + "content-length: 2\r\n\r\nhi"
                )
                let answer = await client.read { $0.hasSuffix("\r\n\r\n") }
                #expect(answer.hasPrefix("HTTP/1.1 204 No Content\r\n"))
                #expect(!answer.contains("close"))
            }
            await client.close()
        }
    }

    @Test("a refusal reaches a client that is still sending its body")
    func refusalDuringUpload() async throws {
        try await withDoor { door in
            let body = [UInt8](repeating: 120, count: 4 << 20)
            let answer = try await door.call("POST", "/outpost/v1/progress?phase=run", body: .bytes(body))
            #expect(answer.status == 413)
            #expect(answer.headers["connection"] == "close")
        }
    }

    @Test("what is not HTTP is told so, and the connection closes")
    func notHTTP() async throws {
        try await withDoor { door in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send("\u{1}\u{2} nonsense\r\n\r\n")
            let answer = await client.read()
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.contains("BAD_REQUEST"))
        }
    }

    @Test("a client of HTTP/1.0 gets the end of the connection as the end of the answer")
    func version10() async throws {
        try await withDoor { door in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send("GET /nothing HTTP/1.0\r\n\r\n")
            let answer = await client.read()
            #expect(answer.hasPrefix("HTTP/1.0 404 Not Found\r\n"))
            #expect(!answer.contains("chunked"))
        }
    }

    @Test("closing the door cuts off what is open")
    func closing() async throws {
        let client = try await withDoor { door in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send(
                "PUT /outpost/v1/artifacts HTTP/1.1\r\nhost: x\r\nx-api-key: otk_throwaway\r\n"
                    + "content-length: 9\r\nexpect: 100-continue\r\n\r\n"
            )
            let interim = await client.read { $0.contains("\r\n\r\n") }
            #expect(interim == "HTTP/1.1 100 Continue\r\n\r\n")
            return client
        }
        #expect(await client.read() == "")
        await client.close()
    }

    @Test("a door has a limit of connections, and serves on when it was reached")
    func connectionLimit() async throws {
        try await withDoor { door in
            var clients: [RawClient] = []
            for _ in 0..<256 { clients.append(try await RawClient.connect(door.socketPath)) }
            let request = "POST /outpost/v1/progress?phase=run HTTP/1.1\r\nhost: x\r\nx-api-key: otk_throwaway\r\n\r\n"
            for client in clients {
                try await client.send(request)
                #expect(await client.read { $0.hasSuffix("\r\n\r\n") }.hasPrefix("HTTP/1.1 204 "))
            }
            let excess = try await RawClient.connect(door.socketPath)
            #expect(await excess.read().isEmpty)
            for client in clients.dropFirst() { await client.close() }
            let survivor = try #require(clients.first)
            try await survivor.send(request)
            #expect(await survivor.read { $0.hasSuffix("\r\n\r\n") }.hasPrefix("HTTP/1.1 204 "))
            await survivor.close()
        }
    }

    @Test("a request to upgrade is answered and the connection closes")
    func upgrade() async throws {
        try await withDoor { door in
            let client = try await RawClient.connect(door.socketPath)
            try await client.send(
                "GET /outpost/v1/job HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n"
            )
            #expect(await client.read().hasPrefix("HTTP/1.1 200 OK"))
        }
    }
}
