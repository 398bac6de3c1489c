internal import CurlHTTP
internal import TestSupport

@testable internal import outpost

/// What the servers of these tests say.
enum Answers {
    static func line(_ number: Int) -> String {
        event(
            "log",
            "e\(number)",
            #"{"level":"info","message":"line \#(number)","seq":\#(number),"stream":"stdout","timestamp":"2026-01-01T00:00:0\#(number).000Z"}"#
        )
    }

    static let end = event(
        "end",
        "last",
        #"{"dispatchId":"D","status":"success","timestamp":"2026-01-01T00:01:00.000Z"}"#
    )

    static func event(_ name: String, _ id: String, _ data: String) -> String {
        "event: \(name)\nid: \(id)\ndata: \(data)\n\n"
    }

    /// A stream that ends with its connection.
    static func stream(_ events: String) -> RawAnswer {
        .cut("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + events)
    }

    /// An answer in its envelope.
    static func data(_ json: String, status: Int = 200) -> RawAnswer {
        .json(
            #"{"success":true,"data":\#(json),"meta":{"requestId":"r","timestamp":"2026-01-01T00:00:00.000Z"}}"#,
            status: status
        )
    }

    static func failure(_ status: Int, _ code: String, _ message: String, details: String = "{}") -> RawAnswer {
        .json(
            #"{"success":false,"error":{"code":"\#(code)","message":"\#(message)","details":\#(details)},"#
                + #""meta":{"requestId":"r","timestamp":"2026-01-01T00:00:00.000Z"}}"#,
            status: status
        )
    }

    /// Talks to a server with a key.
    static func with(
        _ answers: [RawAnswer],
        _ body: (ServerConnection, RawServer) async throws -> Void
    ) async throws {
        try await RawServer.withServer(.tcp, answers: answers) { server in
            let curl = CurlClient()
            try await body(ServerConnection(address: .remote(url: server.url, key: "otp_key"), curl: curl), server)
            await curl.shutdown()
        }
    }
}
