internal import NIOCore
internal import OutpostAPI
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("Clients of other habits, over a real connection", .timeLimit(.minutes(10)))
struct OldClientTests {
    @Test(
        "HTTP/1.0 gets an answer of its version and the end of the connection, though it asks for more",
        arguments: [
            "", "Connection: keep-alive\r\n",
        ]
    )
    func oldVersion(header: String) async throws {
        let bench = try await Bench()
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/admin.sock"
            try await SocketServer.with(bench.server(), at: path) { client in
                let text = try await client.exchange(["GET /health/live HTTP/1.0\r\n\(header)\r\n"])
                #expect(text.hasPrefix("HTTP/1.0 200 "))
                #expect(text.lowercased().contains("connection: close\r\n"))
                #expect(text.hasSuffix(#"{"status":"ok"}"#))
            }
        }
    }

    @Test("A client that waits for leave to send its body gets it, and then its answer")
    func waitsForLeave() async throws {
        let bench = try await Bench()
        let body = #"{"name":"carol"}"#
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/admin.sock"
            try await SocketServer.with(bench.server(), at: path) { client in
                let head =
                    "POST /admin/tenants HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Expect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                let text = try await client.exchange([head, body])
                #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 "), "\(text)")
            }
        }
    }
}

extension SocketClient {
    /// Sends each part when something has come in answer to the one before, and reads to the end of the connection.
    fileprivate func exchange(_ parts: [String]) async throws -> String {
        let channel = try await connect()
        return try await channel.executeThenClose { inbound, outbound in
            var rest = parts[...]
            var answer = ""
            try await outbound.write(.init(string: rest.popFirst() ?? ""))
            for try await part in inbound {
                answer += String(buffer: part)
                if let next = rest.popFirst() { try await outbound.write(.init(string: next)) }
            }
            return answer
        }
    }
}
