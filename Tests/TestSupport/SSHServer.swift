internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A git server over ssh, as a plain machine is one: the real sshd on a free port of this host, with keys of its own.
package struct SSHServer: Sendable {
    /// Where it listens, on `127.0.0.1`.
    package let port: Int
    /// The folder of its keys and its log.
    package let folder: String
    private let log: Observed<String>

    /// The folder of its bare repositories: `owner/name.git`.
    package var repositories: String { folder + "/repositories" }
    /// A private key that it takes, and one that it does not.
    package var keyFile: String { folder + "/key" }
    package var otherKeyFile: String { folder + "/other" }
    /// As it stands in a setting.
    package var host: String { "127.0.0.1:\(port)" }
    /// Its own public key, as `known_hosts` has it.
    package var knownHosts: String { Self.knownHosts(of: folder + "/host.pub", port) }
    /// Another's key in the place of its own.
    package var wrongKnownHosts: String { Self.knownHosts(of: folder + "/other.pub", port) }
    /// What it has logged so far.
    package var logged: String { log.value }

    /// The URL of a repository.
    package func url(_ name: String) -> String { "ssh://\(NSUserName())@\(host)\(repositories)/\(name)" }

    /// Why there is none here; nil where there can be one.
    package static let absence: String? = {
        guard FileManager.default.isExecutableFile(atPath: program) else {
            return "\(program) is missing: docker/setup.sh --test installs it"
        }
        return geteuid() == 0 ? nil : "sshd takes other users than itself from root alone"
    }()

    private static let program = "/usr/sbin/sshd"
    /// Ports that are tried: somebody else may take one that was free.
    private static let tries = 5

    /// Runs a server while `body` runs.
    package static func with<Output: Sendable>(_ body: (SSHServer) async throws -> Output) async throws -> Output {
        let folder = "/tmp/g-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(
            atPath: folder + "/repositories",
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        for name in ["host", "key", "other"] {
            let arguments = ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "\(folder)/\(name)"]
            _ = try await Subprocess.run(
                .name("ssh-keygen"),
                arguments: Arguments(arguments),
                input: .none,
                output: .discarded,
                error: .discarded
            )
        }
        let key = try String(contentsOfFile: folder + "/key.pub", encoding: .utf8)
        try Data("restrict \(key)".utf8).write(to: URL(fileURLWithPath: folder + "/authorized_keys"))
        for _ in 1...tries {
            if let output = try await attempt(folder, body) { return output }
        }
        throw CocoaError(.featureUnsupported)
    }

    /// Nil where the port was taken meanwhile.
    private static func attempt<Output: Sendable>(
        _ folder: String,
        _ body: (SSHServer) async throws -> Output
    ) async throws -> Output? {
        let server = SSHServer(port: try await freePort(), folder: folder, log: Observed(""))
        let configuration = folder + "/sshd_config"
        try Data(server.configuration.utf8).write(to: URL(fileURLWithPath: configuration))
        var platform = PlatformOptions()
        platform.createSession = true
        platform.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        return try await Subprocess.run(
            .path(FilePath(program)),
            arguments: ["-D", "-e", "-f", configuration],
            platformOptions: platform,
            input: .none,
            output: .discarded,
            error: .sequence
        ) { execution in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await piece in execution.standardError {
                        var bytes = ByteBuffer()
                        bytes.writeBytes(piece.bytes)
                        server.log.update { $0 += String(buffer: bytes) }
                    }
                    server.log.update { $0 += ended }
                }
                let begun = try await server.log.wait { $0.contains("Server listening") || $0.contains(ended) }
                guard !begun.contains(ended) else { return nil }
                let output: Result<Output, any Error>
                do {
                    output = .success(try await body(server))
                } catch {
                    output = .failure(error)
                }
                try? execution.send(signal: .terminate)
                return try output.get()
            }
        }.closureResult
    }

    private static let ended = "(ended)"

    private var configuration: String {
        """
        ListenAddress 127.0.0.1:\(port)
        HostKey \(folder)/host
        PidFile none
        AuthorizedKeysFile \(folder)/authorized_keys
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        StrictModes no
        UsePAM no
        AcceptEnv GIT_PROTOCOL
        LogLevel VERBOSE

        """
    }

    private static func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port
        try await channel.close()
        return port ?? 0
    }

    private static func knownHosts(of file: String, _ port: Int) -> String {
        let key = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return "[127.0.0.1]:\(port) \(key)"
    }
}
