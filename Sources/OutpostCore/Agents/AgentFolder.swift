internal import Crypto
internal import Foundation

/// An agent on disk: its manifest and every file that its image is built from.
package struct AgentFolder: Sendable {
    /// What the folder declares; nil for `base`, which is the runtime that all agents share and no agent itself.
    package let manifest: AgentManifest?
    /// Where it was read from.
    package let path: String
    /// Files below the folder by relative path, sorted.
    package let files: [File]

    /// One file of an agent's folder.
    package struct File: Sendable {
        /// Relative path with `/`.
        package let path: String
        /// The whole file.
        package let contents: [UInt8]
        /// Whether its owner may execute it.
        package let isExecutable: Bool

        package init(path: String, contents: [UInt8], isExecutable: Bool) {
            self.path = path
            self.contents = contents
            self.isExecutable = isExecutable
        }
    }

    package init(manifest: AgentManifest?, path: String, files: [File]) {
        self.manifest = manifest
        self.path = path
        self.files = files
    }

    /// A digest over names, modes and contents, as 64 hexadecimal digits.
    package var digest: String {
        var hash = SHA256()
        for file in files {
            hash.update(data: Array("\(file.path)\0\(file.isExecutable ? "x" : "-")\0\(file.contents.count)\0".utf8))
            hash.update(data: file.contents)
        }
        return hash.finalize().hexadecimal
    }

    /// Reads a folder; a manifest is required unless `isBase`.
    ///
    /// - Throws: ``AgentFolderError``.
    package static func read(_ path: String, isBase: Bool = false) throws(AgentFolderError) -> AgentFolder {
        let files: [File]
        do {
            files = try readFiles(below: path)
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        guard !isBase else { return AgentFolder(manifest: nil, path: path, files: files) }
        for required in ["agent.yaml", "Dockerfile", "run"] where !files.contains(where: { $0.path == required }) {
            throw .missingFile(path: path, file: required)
        }
        let yaml = files.first { $0.path == "agent.yaml" }.map { String(decoding: $0.contents, as: UTF8.self) } ?? ""
        let manifest: AgentManifest
        do throws(ManifestError) {
            manifest = try AgentManifest(yaml: yaml)
        } catch {
            throw .manifest(path: path + "/agent.yaml", problems: error.problems)
        }
        let folder = URL(fileURLWithPath: path).lastPathComponent
        guard manifest.name == folder else {
            throw .manifest(
                path: path + "/agent.yaml",
                problems: ["name: '\(manifest.name)' must be the folder's name, '\(folder)'"]
            )
        }
        return AgentFolder(manifest: manifest, path: path, files: files)
    }

    private static func readFiles(below path: String) throws -> [File] {
        let manager = FileManager.default
        let names = try manager.subpathsOfDirectory(atPath: path).sorted()
        return try names.compactMap { name in
            let full = path + "/" + name
            let attributes = try manager.attributesOfItem(atPath: full)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { return nil }
            let contents = try Data(contentsOf: URL(fileURLWithPath: full))
            return File(path: name, contents: Array(contents), isExecutable: manager.isExecutableFile(atPath: full))
        }
    }
}

/// An agent's folder that cannot be used.
package enum AgentFolderError: Error, Sendable, Hashable {
    /// The folder, or a file in it, cannot be read.
    case unreadable(path: String, reason: String)
    /// One of the three files is absent.
    case missingFile(path: String, file: String)
    /// The manifest is wrong.
    case manifest(path: String, problems: [String])
}

extension AgentFolderError: CustomStringConvertible {
    /// What is wrong with the folder, for people.
    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .missingFile(let path, let file): "\(path) has no \(file); an agent is agent.yaml, Dockerfile and run"
        case .manifest(let path, let problems): path + problems.map { "\n  - \($0)" }.joined()
        }
    }
}
