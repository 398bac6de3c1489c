internal import DockerEngine
internal import Foundation
internal import NIOCore
internal import Subprocess
internal import TestSupport
internal import Testing

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A second Docker Engine without images or containers, in namespaces of its own.
///
/// Its network namespace keeps it from the bridge of the engine that these tests use, its process and mount namespaces
/// leave nothing behind when it is killed.
struct PrivateEngine: Sendable {
    let socket: String
    private let configuration: String
    private let processID: pid_t
    private let log: Observed<ServerLog>

    /// Whether one can be had: it takes root, `dockerd` and namespaces.
    static func isAvailable() async -> Bool {
        guard getuid() == 0, let answer = try? await Shell.attempt("dockerd", ["--version"]), answer.code == 0 else {
            return false
        }
        let namespaces = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "true"]
        return (try? await Shell.attempt("unshare", namespaces))?.code == 0
    }

    /// Has it read another configuration while it runs.
    func configure(_ json: String) async throws {
        let before = reloads(log.value)
        try Data(json.utf8).write(to: URL(fileURLWithPath: configuration))
        try #require(kill(processID, SIGHUP) == 0)
        let after = try await log.wait { reloads($0) > before || $0.isComplete }
        try #require(!after.isComplete, "\(after.text.suffix(2000))")
    }

    private func reloads(_ log: ServerLog) -> Int {
        log.text.components(separatedBy: "Reloaded configuration").count
    }

    /// Copies images from the engine that these tests use.
    func copyImages(_ references: [String]) async throws {
        let names = references.map { "names=" + $0 }.joined(separator: "&")
        guard case .unix(let source) = try await Engine.connect().endpoint else {
            throw PrivateEngineError.notASocket
        }
        let copy = """
            curl -fsS --unix-socket "$0" "http://engine/images/get?$2" |
                curl -fsS --unix-socket "$1" -X POST -H 'Content-Type: application/x-tar' -T - http://engine/images/load
            """
        try await Shell.run("bash", ["-o", "pipefail", "-c", copy, source, socket, names])
    }

    /// Runs one in a folder while `body` does.
    static func run(in folder: String, _ body: @Sendable (PrivateEngine) async throws -> Void) async throws {
        let (socket, configuration) = (folder + "/d.sock", folder + "/daemon.json")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: configuration))
        var platform = PlatformOptions()
        platform.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .seconds(5))]
        let arguments = [
            "--net", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "dockerd", "--data-root",
            folder + "/data", "--exec-root", folder + "/exec", "--host", "unix://" + socket, "--pidfile",
            folder + "/pid", "--config-file", configuration, "--bridge=none", "--iptables=false", "--ip6tables=false",
        ]
        _ = try await Subprocess.run(
            .name("unshare"),
            arguments: Arguments(arguments),
            platformOptions: platform,
            input: .none,
            output: .discarded,
            error: .sequence
        ) { execution in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let log = Observed(ServerLog())
                group.addTask {
                    for try await piece in execution.standardError {
                        log.update { _ = $0.bytes.writeBytes(piece.bytes) }
                    }
                    log.update { $0.isComplete = true }
                }
                let begun = try await log.wait { $0.text.contains("API listen on") || $0.isComplete }
                try #require(!begun.isComplete, "\(begun.text.suffix(2000))")
                // Its parent made its process namespace and does nothing else.
                let parent = execution.processIdentifier.value
                let children = try String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
                let child = try #require(children.split(separator: " ").first.flatMap { pid_t($0) })
                try await body(
                    PrivateEngine(socket: socket, configuration: configuration, processID: child, log: log)
                )
                try execution.send(signal: .kill)
                try await group.waitForAll()
            }
        }
    }
}

/// The engine that these tests use is on another machine.
enum PrivateEngineError: Error {
    case notASocket
}
