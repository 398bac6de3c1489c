internal import DockerEngine
internal import Foundation
internal import Logging
internal import OutpostCore
internal import OutpostDocker
internal import OutpostGateway

/// Judges this machine, apart from its engine.
enum HostPreflight {
    private static let leastFreeMiB = 2048

    /// Looks at the data directory, its disk, the certificates and the programs that some settings need.
    ///
    /// - Parameters:
    ///   - dataDirectory: where data is, or will be.
    ///   - certificates: the number of this machine's own authorities, which images get.
    /// - Returns: a finding for each.
    static func findings(dataDirectory: String, certificates: Int) -> [PreflightFinding] {
        [
            directory(dataDirectory), disk(dataDirectory),
            PreflightFinding("certificates", .ok, "\(certificates) of this machine's own go into images"),
            SSHPlace.isInstalled
                ? PreflightFinding("ssh", .ok, "OpenSSH's client is there")
                : PreflightFinding(
                    "ssh",
                    .note,
                    "ssh is missing: hosts that git_ssh names cannot be reached",
                    advice: "apt-get install openssh-client"
                ),
        ]
    }

    private static func directory(_ path: String) -> PreflightFinding {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            return PreflightFinding("data directory", .note, "\(path) does not exist yet; the first use makes it")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            let octal = String(mode, radix: 8)
            return PreflightFinding(
                "data directory",
                .problem,
                "others may look into \(path): its mode is \(octal)",
                advice: "chmod 700 \(path)"
            )
        }
        return PreflightFinding("data directory", .ok, path)
    }

    private static func disk(_ path: String) -> PreflightFinding {
        var place = path
        while !FileManager.default.fileExists(atPath: place), place.count > 1 {
            place = (place as NSString).deletingLastPathComponent
        }
        guard let free = DiskSpace.freeMiB(of: place) else {
            return PreflightFinding("disk", .note, "the room at \(place) cannot be read")
        }
        guard free >= leastFreeMiB else {
            return PreflightFinding(
                "disk",
                .warning,
                "\(free) MiB are free at \(place); a server starts nothing below \(leastFreeMiB) unless told otherwise",
                advice: "make room, or set min_free_disk_mib"
            )
        }
        return PreflightFinding("disk", .ok, "\(free) MiB are free at \(place)")
    }
}

extension EngineConnection {
    /// What the engine is worth as a wall.
    func preflight() async throws -> [PreflightFinding] {
        let door =
            sharesFilesystem
            ? PreflightFinding("door", .ok, "a unix socket; containers have no network")
            : PreflightFinding(
                "door",
                .warning,
                "TCP on a bridge network, because the engine has another file system: isolation is weaker",
                advice: "run Outpost on the machine of the engine"
            )
        return EnginePreflight.findings(info: info, version: try await client.version()) + [door]
    }

    /// - Throws: ``CommandFailure`` when the engine does not have a runtime.
    func check(runtime: String?) throws {
        guard case .refused(let message)? = HostCapacity(info).refusal(ofRuntime: runtime) else { return }
        throw CommandFailure(.usage, message, hint: "docker info shows what the engine has")
    }

    /// Logs what a look at the engine found, and refuses a server that is to be strict about it.
    ///
    /// - Throws: ``CommandFailure``.
    func checkForServing(isStrict: Bool, logger: Logger) async throws {
        let findings = try await preflight().filter(\.isBelowBar)
        for finding in findings {
            logger.warning(
                "\(finding.check): \(finding.text)",
                metadata: ["sources": "\(finding.sources.joined(separator: " "))"]
            )
        }
        guard isStrict, !findings.isEmpty else { return }
        throw CommandFailure(
            .infrastructure,
            "the engine is below the bar that 'strict' sets: "
                + findings.map { "\($0.check) (\($0.sources.first ?? $0.text))" }.joined(separator: ", "),
            hint: "outpost doctor says what to do about each; without strict they are logged only"
        )
    }
}
