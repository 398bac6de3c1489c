internal import Foundation
internal import NIOCore
internal import Subprocess
internal import TestSupport
internal import Testing

/// A server that runs as a child process.
struct RunningServer: Sendable {
    let bench: ServerBench
    let port: Int
    let processID: Int32
    let send: @Sendable (Signal) throws -> Void
    let output: Observed<ServerLog>

    var url: String { "http://127.0.0.1:\(port)" }
    /// What it has logged.
    var log: String { output.value.text }

    /// A client with this key.
    func client(_ key: String?) -> APIClient {
        APIClient(url: url, key: key, agent: bench.agent.name, curl: bench.curl)
    }

    /// Memory of the process, in KiB.
    func residentKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
    }

    /// Waits until it has logged something; what it never logs ends with the test's time limit.
    func hasLogged(_ words: String, times: Int = 1) async throws {
        try await output.wait { $0.text.components(separatedBy: words).count > times }
    }
}

/// What a server has logged.
struct ServerLog: Sendable {
    var bytes = ByteBuffer()
    /// Whether nothing follows.
    var isComplete = false

    var text: String { String(buffer: bytes) }

    /// The port, once the interface and the administration's socket listen.
    var port: Int? {
        let text = text
        guard text.contains("listening on socket path"), let range = text.range(of: "listening on 127.0.0.1:")
        else { return nil }
        return Int(text[range.upperBound...].prefix(while: \.isNumber))
    }
}

/// How a server ended.
struct ServerEnding: Sendable {
    /// The exit status as a shell would tell it.
    let code: Int32
    let log: String
}
