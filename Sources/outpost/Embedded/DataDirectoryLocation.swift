internal import Foundation

/// Where Outpost keeps its data when nobody says so.
enum DataDirectoryLocation {
    /// `--data-dir` or `OUTPOST_DATA_DIR`, else `/var/lib/outpost` for root and the user's state directory otherwise.
    static func resolve(named: String?, environment: [String: String], isRoot: Bool) -> String {
        if let path = named ?? environment["OUTPOST_DATA_DIR"] { return path }
        if isRoot { return "/var/lib/outpost" }
        let home = environment["HOME"] ?? NSHomeDirectory()
        return (environment["XDG_STATE_HOME"] ?? home + "/.local/state") + "/outpost"
    }
}
