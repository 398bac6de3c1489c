internal import Foundation
internal import OutpostCore

/// Where agents' folders are looked for: what the user names first, then what came with the program.
struct AgentDirectories {
    /// `--agents-dir`, or `OUTPOST_AGENTS_DIR`.
    let named: String?
    /// The program's own path.
    let executable: String

    /// Directories in the order in which a name is looked up.
    ///
    /// - Throws: ``CommandFailure`` when there is none.
    func resolve() throws -> [String] {
        let builtIn = builtInCandidates.first { FileManager.default.fileExists(atPath: $0 + "/base/Dockerfile") }
        let directories = [named, builtIn].compactMap { $0 }
        guard !directories.isEmpty else {
            throw CommandFailure(
                .agent,
                "no agents were found beside the program",
                hint: "name their directory with --agents-dir or OUTPOST_AGENTS_DIR"
            )
        }
        return directories
    }

    /// `share/outpost/agents` of an installation, or `agents` of the checkout that the program was built in.
    private var builtInCandidates: [String] {
        var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
        var candidates = [folder.deletingLastPathComponent().appendingPathComponent("share/outpost/agents").path]
        while folder.path != "/" {
            candidates.append(folder.appendingPathComponent("agents").path)
            folder = folder.deletingLastPathComponent()
        }
        return candidates
    }
}
