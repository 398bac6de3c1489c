internal import Foundation
internal import OutpostCore
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A host that is reached with one key, which lies on no disk and is in no argument and no environment.
///
/// It goes through a pipe into an ssh-agent of its own, which ends with its use: a shell waits for the end of its input,
/// which comes also when this process is killed.
struct SSHConnection: Sendable {
    let address: SSHAddress
    let key: SSHKey
    let place: SSHPlace

    static func socket(in folder: String) -> String { folder + "/agent" }

    private static let holding = """
        ssh-agent -D -a "$1" & agent=$!
        trap 'kill "$agent"' TERM
        cat >/dev/null
        kill "$agent"
        wait "$agent"
        """

    /// Everything that ssh may know of this process's environment.
    static let environment: [Environment.Key: String] = [
        "PATH": SSHPlace.search.joined(separator: ":"), "HOME": "/nonexistent", "LC_ALL": "C",
        "SSH_ASKPASS_REQUIRE": "never",
    ]

    /// Runs `body` while an agent holds the key.
    ///
    /// - Throws: ``SSHFailure``, or what `body` threw.
    func withAgent<Output: Sendable>(_ body: (SSHCommand) async throws -> Output) async throws -> Output {
        guard SSHPlace.isInstalled else { throw SSHFailure(.notInstalled, address, place.audience) }
        return try await place.withFolder { folder in
            let command = SSHCommand(address: address, folder: folder)
            try place.knownHosts(for: key).write(to: URL(fileURLWithPath: command.knownHosts))
            let socket = Self.socket(in: folder)
            return try await Subprocess.run(
                .path("/bin/sh"),
                arguments: ["-c", Self.holding, "sh", socket],
                environment: .custom(Self.environment),
                workingDirectory: "/",
                platformOptions: .ownSession,
                input: .inputWriter,
                output: .sequence,
                error: .discarded
            ) { execution in
                let outcome: Result<Output, any Error>
                do {
                    // The agent says where it listens once it does.
                    for try await _ in execution.standardOutput { break }
                    try await hand(keyTo: command)
                    outcome = .success(try await body(command))
                } catch {
                    outcome = .failure(error)
                }
                try? await execution.standardInputWriter.finish()
                return outcome
            }.closureResult.get()
        }
    }

    private func hand(keyTo command: SSHCommand) async throws {
        let added = try await Subprocess.run(
            .name("ssh-add"),
            arguments: ["-q", "-"],
            environment: .custom(command.environment),
            workingDirectory: "/",
            platformOptions: .ownSession,
            input: TextInput(key.privateKey),
            output: .discarded,
            error: .discarded
        )
        let listed = try await Subprocess.run(
            .name("ssh-add"),
            arguments: ["-L"],
            environment: .custom(command.environment),
            workingDirectory: "/",
            platformOptions: .ownSession,
            input: .none,
            output: .string(limit: 64 << 10),
            error: .discarded
        )
        guard added.terminationStatus.isSuccess, listed.terminationStatus.isSuccess else {
            throw SSHFailure(.unusableKey, address, place.audience)
        }
        // By its public half ssh takes it, and no other, from the agent.
        try Data(listed.standardOutput.utf8).write(to: URL(fileURLWithPath: command.publicKey))
    }
}
