internal import Foundation

/// A file or a folder, as far as others are concerned.
struct FileFacts: Sendable, Equatable {
    var path: String
    /// Permission bits.
    var mode: Int
    /// Whether it is this user's.
    var isOurs: Bool

    init(path: String, mode: Int, isOurs: Bool) {
        self.path = path
        self.mode = mode
        self.isOurs = isOurs
    }

    /// Nil where there is no such file.
    init?(at path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        self.path = path
        mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        isOurs = (attributes[.ownerAccountID] as? NSNumber)?.uint32Value == Process.userID
    }
}
