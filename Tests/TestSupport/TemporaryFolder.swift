internal import Foundation

/// A folder of a test, gone after it.
package struct TemporaryFolder: Sendable {
    /// Absolute path without a trailing slash.
    package let path: String

    /// Makes a folder, and removes it with all that is in it after `body`.
    package static func with<Result>(_ body: (TemporaryFolder) async throws -> Result) async throws -> Result {
        let folder = TemporaryFolder(path: "/tmp/x-" + UUID().uuidString.prefix(8).lowercased())
        try FileManager.default.createDirectory(
            atPath: folder.path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        return try await body(folder)
    }

    private init(path: String) { self.path = path }

    /// Writes a file, with the folders on its way, and returns its path.
    @discardableResult
    package func write(_ name: String, _ contents: String, mode: Int = 0o644) throws -> String {
        let file = path + "/" + name
        let parent = URL(fileURLWithPath: file).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(contents.utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    /// Makes a symbolic link.
    package func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }

    /// Makes a folder.
    @discardableResult
    package func makeFolder(_ name: String, mode: Int = 0o700) throws -> String {
        let folder = path + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
        return folder
    }

    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + name)
    }

    package func rename(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: path + "/" + name, toPath: path + "/" + other)
    }

    /// Reads a file.
    package func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
    }

    /// Permission bits of a file or folder.
    package func mode(_ name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    /// Everything below the folder, or below one in it, sorted; folders end with `/`.
    package func entries(_ name: String = "") throws -> [String] {
        let root = name.isEmpty ? path : path + "/" + name
        return try FileManager.default.subpathsOfDirectory(atPath: root).map { entry in
            let type = try FileManager.default.attributesOfItem(atPath: root + "/" + entry)[.type] as? FileAttributeType
            return type == .typeDirectory ? entry + "/" : entry
        }.sorted()
    }
}
