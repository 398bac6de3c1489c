internal import Foundation

/// The checkout that these tests are of.
enum Checkout {
    /// Its folder, found upward from this file.
    static let path: String = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/agents/base/Dockerfile") {
            folder = folder.deletingLastPathComponent()
        }
        return folder.path
    }()
}
