internal import ArgumentParser
internal import Foundation

/// Where Outpost keeps its data when nobody says so.
enum DataDirectoryLocation {
    /// `--data-dir` or `OUTPOST_DATA_DIR`, else `/var/lib/outpost` for root and the user's state directory otherwise.
    static func resolve(named: String?, environment: [String: String], isRoot: Bool) -> String {
        if let path = named ?? variable("OUTPOST_DATA_DIR", environment) { return path }
        if isRoot { return "/var/lib/outpost" }
        let home = environment["HOME"] ?? NSHomeDirectory()
        return (variable("XDG_STATE_HOME", environment) ?? home + "/.local/state") + "/outpost"
    }

    /// Whether Outpost has worked in a directory as its data directory, or is about to.
    static func hasInstallation(_ path: String) -> Bool {
        ["lock", "outpost.sqlite"].contains { FileManager.default.fileExists(atPath: "\(path)/\($0)") }
    }

    /// A variable that is set to nothing counts as not set.
    private static func variable(_ name: String, _ environment: [String: String]) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Refuses an empty `--data-dir`, which would be the working directory.
    ///
    /// - Throws: `ValidationError`.
    static func check(named: String?) throws {
        if named?.isEmpty == true {
            throw ValidationError("--data-dir is empty; name a directory, or leave the option out")
        }
    }
}
