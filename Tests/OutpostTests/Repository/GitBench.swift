internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import outpost

/// A repository in a folder of the test, and the host's git.
struct GitBench: Sendable {
    let folder: TemporaryFolder
    /// The working tree.
    let tree: String

    /// Makes a repository with two commits on `main`, a branch `other` and a tag `v1`.
    static func with(_ body: (GitBench) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let bench = GitBench(folder: folder, tree: try folder.makeFolder("repo"))
            try await bench.git("init", "--quiet", "--initial-branch=main")
            try folder.write("repo/a.txt", "one\n")
            try await bench.commit("first")
            try await bench.git("tag", "v1")
            try await bench.git("branch", "other")
            try folder.write("repo/sub/b.txt", "two\n", mode: 0o755)
            try await bench.commit("second")
            try await body(bench)
        }
    }

    private static let identity: [String: String] = [
        "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@outpost.invalid", "GIT_COMMITTER_NAME": "Test",
        "GIT_COMMITTER_EMAIL": "test@outpost.invalid", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
    ]

    @discardableResult
    func git(_ arguments: String..., in place: String? = nil) async throws -> String {
        try await Git(environment: Self.identity).require(arguments, in: place ?? tree)
    }

    func commit(_ message: String) async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "-m", message)
    }

    /// Takes a snapshot, and checks that the original is what it was, byte by byte.
    func snapshot(of place: String? = nil, reference: String? = nil) async throws -> RepositorySnapshot {
        let target = try folder.makeFolder("snapshot-" + UUID().uuidString.prefix(8))
        let before = try state()
        let snapshot = try await RepositorySnapshot.take(of: place ?? tree, reference: reference, in: target)
        let after = try state()
        let touched = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        #expect(touched == [], "the original must not be touched")
        return snapshot
    }

    /// Every file of the original with its contents and time of change.
    ///
    /// Objects have no time: git marks those that it
    /// would have written again, so that nobody prunes them meanwhile.
    private func state() throws -> [String: String] {
        var state: [String: String] = [:]
        for entry in try folder.entries("repo") where !entry.hasSuffix("/") {
            let path = tree + "/" + entry
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let time = entry.hasPrefix(".git/objects/") ? nil : attributes[.modificationDate] as? Date
            state[entry] =
                "\(time?.timeIntervalSince1970 ?? 0) "
                + (FileManager.default.contents(atPath: path)?.base64EncodedString() ?? "")
        }
        return state
    }

    /// What a container gets: files of a fresh clone by name.
    func clone(_ snapshot: RepositorySnapshot) async throws -> [String: String] {
        let name = "clone-" + UUID().uuidString.prefix(8)
        try await git(
            "clone",
            "--quiet",
            "--no-local",
            "file://" + snapshot.bare,
            folder.path + "/" + name,
            in: folder.path
        )
        var files: [String: String] = [:]
        for entry in try folder.entries(name) where !entry.hasSuffix("/") && !entry.hasPrefix(".git/") {
            files[entry] = String(decoding: try folder.read(name + "/" + entry), as: UTF8.self)
        }
        return files
    }

    /// The commit that a clone of the snapshot starts from.
    func head(_ snapshot: RepositorySnapshot) async throws -> String {
        try await git("rev-parse", "HEAD", in: snapshot.bare)
    }

    func branch(_ snapshot: RepositorySnapshot) async throws -> String {
        try await git("symbolic-ref", "--short", "HEAD", in: snapshot.bare)
    }
}
