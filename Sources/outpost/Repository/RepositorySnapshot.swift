internal import Foundation
internal import OutpostCore

/// A local repository as the container will see it: a bare repository of ours that borrows the original's objects.
///
/// Nothing is written to the original, not even to its object store: the snapshot of a changed working tree goes into
/// the bare repository.
struct RepositorySnapshot: Sendable {
    /// Root of the original working tree.
    let original: String
    /// The bare repository, for the door's git route.
    let bare: String
    /// Whether uncommitted changes of the working tree are part of it.
    let hasUncommittedChanges: Bool

    /// Takes a snapshot.
    ///
    /// - Parameters:
    ///   - folder: a folder inside the working tree.
    ///   - reference: a branch, tag or commit; nil takes the working tree as it is, untracked files included.
    ///   - directory: an empty folder of ours for the bare repository.
    /// - Returns: the snapshot; it is usable as long as the original and the directory are there.
    /// - Throws: ``InvalidRequest`` or ``CommandFailure``.
    static func take(of folder: String, reference: String?, in directory: String) async throws -> RepositorySnapshot {
        let git = Git()
        let answer = try await git.run(["rev-parse", "--show-toplevel"], in: folder)
        guard answer.isSuccess, !answer.line.isEmpty else {
            let reason = answer.error.contains("dubious ownership") ? answer.error : "it is not in a git working tree"
            throw InvalidRequest.repository("'\(folder)' cannot be used: \(reason)")
        }
        let top = answer.line
        let objects = try await git.require(["rev-parse", "--path-format=absolute", "--git-path", "objects"], in: top)
        let bare = directory + "/repo.git"
        let format = try await git.require(["rev-parse", "--show-object-format"], in: top)
        let options = ["--quiet", "--bare", "--initial-branch=main", "--object-format=\(format)"]
        _ = try await git.require(["init"] + options + [bare], in: directory)
        try Data("\(objects)\n".utf8).write(to: URL(fileURLWithPath: bare + "/objects/info/alternates"))
        try await copyShallowBoundary(of: top, to: bare, git)
        let store = Git(environment: [
            "GIT_OBJECT_DIRECTORY": bare + "/objects", "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects,
        ])
        let head = try await commit("HEAD", in: top, git)
        let start: String
        if let reference {
            guard let commit = try await commit(reference, in: top, git) else {
                throw InvalidRequest.reference(name: reference, repository: top)
            }
            start = commit
        } else {
            start = try await workingTree(of: top, on: head, index: directory + "/index", store)
        }
        try await publish(start, branch: branchName(of: top, reference, git), in: bare, git)
        return RepositorySnapshot(original: top, bare: bare, hasUncommittedChanges: reference == nil && start != head)
    }

    private static func commit(_ name: String, in top: String, _ git: Git) async throws -> String? {
        let answer = try await git.run(
            ["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"],
            in: top
        )
        return answer.isSuccess ? answer.line : nil
    }

    /// A commit of the working tree as it is; HEAD itself when nothing differs from it.
    private static func workingTree(
        of top: String,
        on head: String?,
        index: String,
        _ store: Git
    ) async throws -> String {
        var git = store
        git.environment["GIT_INDEX_FILE"] = index
        let own = try await store.require(["rev-parse", "--path-format=absolute", "--git-path", "index"], in: top)
        if FileManager.default.fileExists(atPath: own) { try FileManager.default.copyItem(atPath: own, toPath: index) }
        _ = try await git.require(["add", "--all", "--", "."], in: top)
        let tree = try await git.require(["write-tree"], in: top)
        if let head, try await git.require(["rev-parse", head + "^{tree}"], in: top) == tree { return head }
        for role in ["AUTHOR", "COMMITTER"] {
            git.environment["GIT_\(role)_NAME"] = "Outpost"
            git.environment["GIT_\(role)_EMAIL"] = "outpost@outpost.invalid"
        }
        let parents = head.map { ["-p", $0] } ?? []
        return try await git.require(["commit-tree", tree] + parents + ["-m", "Working tree as it was"], in: top)
    }

    private static func branchName(of top: String, _ reference: String?, _ git: Git) async throws -> String {
        let current = try await git.run(["symbolic-ref", "--quiet", "--short", "HEAD"], in: top)
        let name = reference ?? (current.isSuccess ? current.line : "main")
        // A branch named like a commit would be mistaken for it.
        let isCommit = name.count >= 40 && name.allSatisfy(\.isHexDigit)
        let check = try await git.run(["check-ref-format", "--branch", name], in: top)
        return check.isSuccess && !isCommit ? name : "main"
    }

    private static func publish(_ commit: String, branch: String, in bare: String, _ git: Git) async throws {
        _ = try await git.require(["update-ref", "refs/heads/\(branch)", commit], in: bare)
        _ = try await git.require(["symbolic-ref", "HEAD", "refs/heads/\(branch)"], in: bare)
    }

    /// A shallow original has commits whose parents are not there; the bare one must know where they end.
    private static func copyShallowBoundary(of top: String, to bare: String, _ git: Git) async throws {
        let shallow = try await git.require(["rev-parse", "--path-format=absolute", "--git-path", "shallow"], in: top)
        guard FileManager.default.fileExists(atPath: shallow) else { return }
        try FileManager.default.copyItem(atPath: shallow, toPath: bare + "/shallow")
    }
}
