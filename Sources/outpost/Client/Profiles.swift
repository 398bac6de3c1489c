internal import Foundation
internal import OutpostCore
internal import OutpostStore

/// The servers that somebody has logged in to: `profiles.json` in the user's configuration.
struct Profiles: Codable, Equatable {
    /// A server and a key for it.
    struct Profile: Codable, Equatable {
        var url: String
        var key: String
    }

    /// The name of the one that is used where nobody names another.
    var current: String?
    var profiles: [String: Profile] = [:]

    /// `$XDG_CONFIG_HOME/outpost/profiles.json`, else below `~/.config`.
    static func path(_ environment: [String: String]) -> String {
        let named = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        return (named ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.config") + "/outpost/profiles.json"
    }

    /// Reads the file; none is no profiles.
    ///
    /// - Throws: ``CommandFailure``.
    static func read(_ path: String) throws -> Profiles {
        guard FileManager.default.fileExists(atPath: path) else { return Profiles() }
        let text = try KeyFile(path: path, what: "the file of profiles", limit: 1 << 20).read()
        do {
            return try JSONDecoder().decode(Profiles.self, from: Data(text.utf8))
        } catch {
            throw CommandFailure(
                .usage,
                "the file of profiles \(path) cannot be understood",
                hint: "mend it, or move it away and run outpost login again"
            )
        }
    }

    /// Writes the file for its owner alone; the one before is there until the new one is whole.
    ///
    /// - Throws: ``CommandFailure``.
    func write(_ path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let text = String(decoding: try encoder.encode(self), as: UTF8.self)
            let next = path + ".new"
            // One that was cut off is worth nothing.
            try? FileManager.default.removeItem(atPath: next)
            try PrivateFile.write(text, to: next)
            // Moved, not copied: nobody else may read it, not for a moment.
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: next, toPath: path)
        } catch {
            throw CommandFailure(.storage, "the profile cannot be kept in \(path): \(ErrorText.sentence(error))")
        }
    }
}
