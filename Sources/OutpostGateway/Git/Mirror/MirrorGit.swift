internal import Foundation
internal import Logging
internal import OutpostCore
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// git on this host, for the mirrors: it reaches one URL, and runs nothing that a repository brings.
struct MirrorGit: Sendable {
    let source: MirrorCache.Source
    let maximumBytes: Int
    let logger: Logger

    private static let outputLimit = 16 << 20
    /// How this machine reaches others, and whom it trusts.
    private static let inherited = [
        "http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "SSL_CERT_FILE",
        "SSL_CERT_DIR", "GIT_SSL_CAINFO",
    ]

    /// Runs git; nil when it failed, said too much or took too long.
    func run(_ arguments: [String], within limit: Duration) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await run(arguments) }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    private func run(_ arguments: [String]) async -> String? {
        var options = PlatformOptions()
        // git starts others; killing the whole session leaves none of them behind.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        do {
            // The shell bounds every file that git writes, a pack among them; the unit is 512 bytes.
            let result = try await Subprocess.run(
                .path("/bin/sh"),
                arguments: Arguments(["-c", "ulimit -f \(maximumBytes / 512) && exec git \"$@\"", "sh"] + arguments),
                environment: .custom(environment),
                workingDirectory: "/",
                platformOptions: options,
                input: .none,
                output: .string(limit: Self.outputLimit),
                error: .string(limit: 64 << 10)
            )
            if result.terminationStatus.isSuccess { return result.standardOutput }
            let reason = result.standardError.split(separator: "\n").last.map(String.init) ?? "no reason given"
            logger.info("a mirror is not used", metadata: ["reason": "\(reason)"])
        } catch {
            if !Task.isCancelled { logger.info("a mirror is not used", metadata: ["error.type": "\(type(of: error))"]) }
        }
        return nil
    }

    private var environment: [Environment.Key: String] {
        var environment: [Environment.Key: String] = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "/bin/false",
        ]
        let own = ProcessInfo.processInfo.environment
        for name in Self.inherited { environment[.init(stringLiteral: name)] = own[name] }
        var settings = [
            ("protocol.allow", "never"), ("protocol.http.allow", "always"), ("protocol.https.allow", "always"),
            ("http.followRedirects", "false"), ("http.lowSpeedLimit", "1000"), ("http.lowSpeedTime", "60"),
            ("core.fsmonitor", "false"), ("core.hooksPath", "/dev/null"), ("gc.auto", "0"),
            ("maintenance.auto", "false"),
            ("fetch.recurseSubmodules", "false"), ("credential.helper", ""), ("safe.directory", source.folder),
        ]
        if let credential = source.credential {
            settings.append(("http.\(source.url).extraHeader", "Authorization: \(credential.authorization)"))
        }
        environment["GIT_CONFIG_COUNT"] = "\(settings.count)"
        for (index, setting) in settings.enumerated() {
            environment[.init(stringLiteral: "GIT_CONFIG_KEY_\(index)")] = setting.0
            environment[.init(stringLiteral: "GIT_CONFIG_VALUE_\(index)")] = setting.1
        }
        return environment
    }
}
