internal import Foundation

/// A small real repository with history, subfolders, an executable and a binary file.
struct SampleRepository: Sendable {
    let path: String
    let head: String

    static let greeting = "Hello\nGoodbye\n"
    static let files: [String: Data] = [
        "greeting.txt": Data(greeting.utf8),
        "src/main.py": Data("print(open('greeting.txt').read())\n".utf8),
        "bin/tool": Data("#!/bin/sh\ntrue\n".utf8),
        "assets/logo.bin": Data((0..<512).map { UInt8($0 & 0xFF) }),
        "name with space.md": Data("# Ünïcode\n".utf8),
    ]

    /// Makes it in an empty folder, with a second branch named `side`.
    static func make(at path: String) async throws -> SampleRepository {
        for (name, contents) in files {
            let file = URL(fileURLWithPath: path + "/" + name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try contents.write(to: file)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path + "/bin/tool")
        try await Shell.run("git", "init", "--quiet", "--initial-branch=main", in: path)
        try await Shell.run("git", "add", "--all", in: path)
        try await Shell.run("git", "commit", "--quiet", "--message", "Say hello", in: path)
        try await Shell.run("git", "branch", "side", in: path)
        let head = try await Shell.run("git", "rev-parse", "HEAD", in: path)
        return SampleRepository(path: path, head: head.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// What git says about the working tree; empty when nothing differs from the last commit.
    func status() async throws -> String {
        try await Shell.run("git", "status", "--porcelain", in: path)
    }
}
