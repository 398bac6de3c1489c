internal import Foundation
internal import Subprocess
internal import Testing

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A server that runs as a child process.
struct RunningServer: Sendable {
    let bench: ServerBench
    let port: Int
    let processID: Int32
    let send: @Sendable (Signal) throws -> Void
    fileprivate let errors: String

    var url: String { "http://127.0.0.1:\(port)" }
    /// What it has logged.
    var log: String { Self.text(errors) }

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
    func hasLogged(_ words: String) async throws {
        while !log.contains(words) { try await Task.sleep(for: .milliseconds(20)) }
    }

    fileprivate static func text(_ file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }
}

/// How a server ended.
struct ServerEnding: Sendable {
    /// The exit status as a shell would tell it.
    let code: Int32
    let log: String
}

extension ServerBench {
    /// Runs a server on a free port while `body` runs, then stops it.
    ///
    /// - Parameter options: of `outpost serve`; what runs is left to the next server unless they say otherwise.
    @discardableResult
    func serve(_ options: [String] = [], _ body: (RunningServer) async throws -> Void) async throws -> ServerEnding {
        let errors = path + "/stderr-\(UUID().uuidString.prefix(8))"
        var platform = PlatformOptions()
        platform.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(15))]
        let arguments = ["serve", "--data-dir", data, "--agents-dir", agents, "--port", "0", "--drain-seconds", "0"]
        let result = try await Subprocess.run(
            .path(FilePath(OutpostBinary.path)),
            arguments: Arguments(arguments + options),
            environment: .inherit,
            platformOptions: platform,
            input: .none,
            output: .discarded,
            error: .fileDescriptor(try Self.create(errors), closeAfterSpawningProcess: true)
        ) { execution in
            let id = execution.processIdentifier.value
            do {
                let server = RunningServer(
                    bench: self,
                    port: try await port(in: errors, of: id),
                    processID: id,
                    send: { try execution.send(signal: $0) },
                    errors: errors
                )
                try await body(server)
                try? execution.send(signal: .terminate)
            } catch {
                Issue.record("\(error), while the server logged:\n\(RunningServer.text(errors).suffix(6000))")
                throw error
            }
        }
        return ServerEnding(code: result.terminationStatus.shellCode, log: RunningServer.text(errors))
    }

    /// The port that the server logs once it and the administration's socket listen.
    private func port(in file: String, of process: Int32) async throws -> Int {
        while true {
            let text = RunningServer.text(file)
            if text.contains("listening on socket path"), let port = try Self.port(in: text) { return port }
            try #require(kill(process, 0) == 0, "the server ended: \(text)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func port(in log: String) throws -> Int? {
        guard let range = log.range(of: "listening on 127.0.0.1:") else { return nil }
        return Int(log[range.upperBound...].prefix(while: \.isNumber))
    }

    private static func create(_ path: String) throws -> FileDescriptor {
        try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
    }
}
