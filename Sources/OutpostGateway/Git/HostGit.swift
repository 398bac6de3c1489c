internal import Foundation
internal import OutpostCore
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// git on this host, in a bare repository of ours: it reaches one URL, and runs nothing that a repository brings.
///
/// Credentials travel in the environment: arguments are public on the machine, and configuration stays behind.
struct HostGit: Sendable {
    /// The bare repository.
    let folder: String
    let url: String
    let credential: GitCredential?
    /// Of every file that git writes, a pack among them.
    let maximumBytes: Int
    /// Of the memory that git may have, where the system knows such a bound; nil for none.
    var maximumMemory: Int?
    /// Where the URL's host is; nil looks it up.
    var address: RepositoryAddress?
    /// How the URL is reached where it is reached over ssh.
    var ssh: SSHConnection?

    /// What git said.
    struct Answer: Sendable {
        let isSuccess: Bool
        let output: String
        let error: String

        /// The output without the line's end.
        var line: String { output.trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    /// Where git reads from: a file from some byte on.
    struct Input: Sendable {
        var path = "/dev/null"
        var offset = 0
    }

    private static let outputLimit = 16 << 20
    /// How this machine reaches others, and whom it trusts.
    private static let inherited = [
        "http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "SSL_CERT_FILE",
        "SSL_CERT_DIR", "GIT_SSL_CAINFO",
    ]

    /// Runs git and everything that it starts; nil when it took too long.
    ///
    /// - Throws: when it could not be started, or said too much.
    func run(
        _ arguments: [String],
        variables: [String: String] = [:],
        input: Input = Input(),
        within limit: Duration
    ) async throws -> Answer? {
        try await withTimeLimit(limit) {
            guard let ssh, arguments.contains(url) else { return try await start(arguments, variables, input) }
            return try await ssh.withAgent { command in
                try await start(arguments, variables.merging(command.gitVariables) { $1 }, input)
            }
        }
    }

    /// What ssh said when git failed; nil where it tells of something else, or was not run.
    func sshFailure(_ error: String) -> SSHFailure? {
        ssh.flatMap { SSHFailure(said: error, $0.address, $0.place.audience) }
    }

    /// Runs git and hands what it says to `body` while it says it; nil when it took too long.
    ///
    /// - Returns: what `body` made of it; nil in place of that where git failed.
    /// - Throws: when it could not be started, or what `body` throws, which ends git.
    func read<Value: Sendable>(
        _ arguments: [String],
        within limit: Duration,
        _ body: @escaping @Sendable (SubprocessOutputSequence) async throws -> Value
    ) async throws -> Value?? {
        try await withTimeLimit(limit) {
            let result = try await Subprocess.run(
                .path("/bin/sh"),
                arguments: bounded(arguments),
                environment: .custom(environment([:])),
                workingDirectory: "/",
                platformOptions: .ownSession,
                input: .none,
                output: .sequence,
                error: .discarded
            ) { execution in try await body(execution.standardOutput) }
            return result.terminationStatus.isSuccess ? result.closureResult : nil
        }
    }

    private func start(_ arguments: [String], _ variables: [String: String], _ input: Input) async throws -> Answer {
        let opened = try FileDescriptor.open(FilePath(input.path), .readOnly, options: .closeOnExec)
        if input.offset > 0 { try opened.seek(offset: Int64(input.offset), from: .start) }
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: bounded(arguments),
            environment: .custom(environment(variables)),
            workingDirectory: "/",
            platformOptions: .ownSession,
            input: .fileDescriptor(opened, closeAfterSpawningProcess: true),
            output: .string(limit: Self.outputLimit),
            error: .string(limit: 64 << 10)
        )
        return Answer(
            isSuccess: result.terminationStatus.isSuccess,
            output: result.standardOutput,
            error: result.standardError
        )
    }

    /// The shell bounds git: every file that it writes, in units of 512 bytes, and its memory, in KiB.
    private func bounded(_ arguments: [String]) -> Arguments {
        let memory = maximumMemory.map { "{ ulimit -v \($0 >> 10) 2>/dev/null || :; } && " } ?? ""
        return Arguments(["-c", "ulimit -f \(maximumBytes / 512) && \(memory)exec git \"$@\"", "sh"] + arguments)
    }

    private func environment(_ variables: [String: String]) -> [Environment.Key: String] {
        var environment: [Environment.Key: String] = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "/bin/false",
        ]
        let own = ProcessInfo.processInfo.environment
        for name in Self.inherited { environment[.init(stringLiteral: name)] = own[name] }
        for (name, value) in variables { environment[.init(stringLiteral: name)] = value }
        // Nothing but what the URL itself is reached by.
        let protocols = ssh == nil ? ["http", "https"] : ["ssh"]
        var settings = protocols.map { ("protocol.\($0).allow", "always") }
        settings += [
            ("protocol.allow", "never"), ("http.followRedirects", "false"), ("http.lowSpeedLimit", "1000"),
            ("http.lowSpeedTime", "60"),
            ("core.fsmonitor", "false"), ("core.hooksPath", "/dev/null"), ("gc.auto", "0"),
            ("maintenance.auto", "false"),
            ("fetch.recurseSubmodules", "false"), ("credential.helper", ""), ("safe.directory", folder),
        ]
        if let address { settings.append(("http.curloptResolve", address.resolution)) }
        if let authorization = credential?.authorization {
            settings.append(("http.\(url).extraHeader", "Authorization: \(authorization)"))
        }
        environment["GIT_CONFIG_COUNT"] = "\(settings.count)"
        for (index, setting) in settings.enumerated() {
            environment[.init(stringLiteral: "GIT_CONFIG_KEY_\(index)")] = setting.0
            environment[.init(stringLiteral: "GIT_CONFIG_VALUE_\(index)")] = setting.1
        }
        return environment
    }
}
