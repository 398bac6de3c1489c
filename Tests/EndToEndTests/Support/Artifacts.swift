internal import Foundation
internal import Testing

/// The folder that a run leaves.
struct Artifacts: Sendable {
    let path: String

    var patch: String { path + "/diff.patch" }

    func data(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
    }

    func text(_ name: String) throws -> String {
        String(decoding: try data(name), as: UTF8.self)
    }

    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/" + name)
    }

    func summary() throws -> Summary {
        try JSONDecoder().decode(Summary.self, from: try data("summary.json"))
    }

    func manifest() throws -> Manifest {
        try JSONDecoder().decode(Manifest.self, from: try data("manifest.json"))
    }

    /// Checks that the manifest lists every file, and each with its true size and digest.
    func checkManifest() throws {
        let manifest = try manifest()
        for file in manifest.files {
            let contents = try data(file.path)
            #expect(file.sha256 == Digest.hexadecimal(contents), "\(file.path)")
            #expect(file.size == contents.count, "\(file.path)")
        }
        let present = Set(try FileTree.read(path).keys).subtracting(["manifest.json"])
        #expect(Set(manifest.files.map(\.path)) == present)
    }

    struct Summary: Decodable {
        let dispatchID: String
        let agent: String
        let model: String
        let harness: String?
        let credentials: String?
        let repository: String?
        let status: String
        let outcome: String
        let exitCode: Int?
        let message: String?
        let flags: [String]
        let changes: String?
        let beforeSHA: String?
        let filesChanged: Int?
        let error: Problem?
        let usage: Usage?
        let modelRequests: Int
        let timeoutSeconds: Int
        let startedAt: String?

        enum CodingKeys: String, CodingKey {
            case dispatchID = "dispatch_id"
            case agent = "agent_type"
            case model = "model_id"
            case repository = "repo_url"
            case status, outcome, message, flags, changes, error, usage, harness, credentials
            case exitCode = "exit_code"
            case beforeSHA = "before_sha"
            case filesChanged = "files_changed"
            case modelRequests = "model_requests"
            case timeoutSeconds = "timeout_seconds"
            case startedAt = "started_at"
        }
    }

    struct Problem: Decodable {
        let `class`: String
        let retryable: Bool
        let remedy: String
        let resetAt: String?

        enum CodingKeys: String, CodingKey {
            case `class`, retryable, remedy
            case resetAt = "reset_at"
        }
    }

    struct Usage: Decodable {
        let input: Int
        let output: Int

        enum CodingKeys: String, CodingKey {
            case input = "input_tokens"
            case output = "output_tokens"
        }
    }

    struct Manifest: Decodable {
        let files: [File]
        let refused: [Refusal]

        struct File: Decodable {
            let path: String
            let size: Int
            let sha256: String
        }

        struct Refusal: Decodable {
            let path: String
            let reason: String
        }
    }
}

/// The files of a folder and what is in them.
enum FileTree {
    static func read(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            guard name != ".git", !name.hasPrefix(".git/") else { continue }
            let path = folder + "/" + name
            let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            if type == .typeRegular { files[name] = try Data(contentsOf: URL(fileURLWithPath: path)) }
        }
        return files
    }
}
