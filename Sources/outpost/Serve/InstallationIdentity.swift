internal import Foundation
internal import OutpostCore

/// What makes an installation itself: its id, which marks its containers, and the key that signs its links.
struct InstallationIdentity: Sendable {
    let instance: InstanceID
    let signingKey: [UInt8]

    /// Reads `instance` and `signing.key`, making them on the first start.
    static func load(in directory: String) throws -> InstallationIdentity {
        let id = try text(directory + "/instance") { Generator.dispatchID().text }
        let key = try text(directory + "/signing.key") { Generator.apiKey().hash }
        return InstallationIdentity(instance: InstanceID(id), signingKey: Array(key.utf8))
    }

    private static func text(_ path: String, make: () -> String) throws -> String {
        let known = FileManager.default.contents(atPath: path)
        if let known, !known.isEmpty { return String(decoding: known, as: UTF8.self) }
        let made = make()
        // An empty one is what a power cut left; one that is there and cannot be read stays, and the writing then fails.
        if known != nil { try? FileManager.default.removeItem(atPath: path) }
        try PrivateFile.write(made, to: path)
        return made
    }
}
