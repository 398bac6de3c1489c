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
enum PrivateEngine {
    /// Whether one can be had: it takes root, `dockerd` and namespaces.
    static func isAvailable() async -> Bool {
        guard getuid() == 0, let answer = try? await Shell.attempt("dockerd", ["--version"]), answer.code == 0 else {
            return false
        }
        let namespaces = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "true"]
        return (try? await Shell.attempt("unshare", namespaces))?.code == 0
    }

    /// Runs one in a folder while `body` does.
    static func run(in folder: String, _ body: @Sendable (_ socket: String) async throws -> Void) async throws {
        let socket = folder + "/d.sock"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var platform = PlatformOptions()
        platform.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .seconds(5))]
        let arguments = [
            "--net", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "dockerd", "--data-root",
            folder + "/data", "--exec-root", folder + "/exec", "--host", "unix://" + socket, "--pidfile",
            folder + "/pid", "--bridge=none", "--iptables=false", "--ip6tables=false",
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
                try await body(socket)
                try execution.send(signal: .kill)
                try await group.waitForAll()
            }
        }
    }
}
