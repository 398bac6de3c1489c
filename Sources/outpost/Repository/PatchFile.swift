internal import Foundation

/// The `diff.patch` of a run.
struct PatchFile: Sendable {
    let path: String

    /// Whether there is something in it.
    var isEmpty: Bool {
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber
        return (size?.intValue ?? 0) == 0
    }

    /// Its files and line counts.
    func summary() async throws -> DiffSummary {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        // Below a folder of a repository git would count that folder's files only.
        let parent = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        let git = Git(environment: ["GIT_CEILING_DIRECTORIES": parent])
        return DiffSummary(numstat: try await git.require(["apply", "--numstat", path], in: folder))
    }

    /// Applies it to a working tree; nothing is changed when it does not fit whole.
    ///
    /// - Throws: ``CommandFailure`` with git's reason.
    func apply(to workingTree: String) async throws {
        let answer = try await Git().run(["apply", "--binary", "--whitespace=nowarn", path], in: workingTree)
        guard answer.isSuccess else {
            throw CommandFailure(
                .repository,
                "the changes do not fit \(workingTree): \(answer.error.split(separator: "\n").first ?? "")",
                hint: "they are kept in \(path); try: git apply --3way \(path)"
            )
        }
    }

    /// Applies it to a checkout without changes of its own, and merges what does not fit.
    ///
    /// - Parameters:
    ///   - folder: anywhere in the checkout.
    ///   - isAgainstChanges: whether the patch may start from a working tree with changes of its own, as a local run's
    ///     does. It is then applied beside them, whole or not at all, and nothing is staged.
    /// - Returns: the checkout's own folder, and whether the changes are staged.
    /// - Throws: ``CommandFailure``; after a conflict the files have git's marks in them, otherwise nothing is changed.
    func merge(into folder: String, isAgainstChanges: Bool = false) async throws -> (root: String, isStaged: Bool) {
        let git = Git()
        let root = try await git.run(["rev-parse", "--show-toplevel"], in: folder)
        guard root.isSuccess else {
            throw CommandFailure(
                .repository,
                "\(folder) is in no checkout of a repository",
                hint: "name one: outpost apply ID DIR"
            )
        }
        let changes = try await git.require(["status", "--porcelain", "--untracked-files=no"], in: root.line)
        guard changes.isEmpty else {
            if isAgainstChanges {
                try await apply(to: root.line)
                return (root.line, false)
            }
            throw CommandFailure(
                .repository,
                "\(root.line) has changes of its own, which the dispatch's would mix with",
                hint: "commit them, or put them away: git stash"
            )
        }
        let options = ["apply", "--index", "--binary", "--whitespace=nowarn"]
        if try await git.run(options + [path], in: root.line).isSuccess { return (root.line, true) }
        let merged = try await git.run(options + ["--3way", path], in: root.line)
        guard !merged.isSuccess else { return (root.line, true) }
        let conflicts = try await git.require(["diff", "--name-only", "--diff-filter=U"], in: root.line)
        guard conflicts.isEmpty else {
            throw CommandFailure(
                .repository,
                "the changes conflict with those of \(root.line) in \(conflicts.split(separator: "\n").joined(separator: ", "))",
                hint: "resolve the marked places and git add them; git reset --hard takes everything back"
            )
        }
        throw CommandFailure(
            .repository,
            "the changes do not fit \(root.line): \(merged.error.split(separator: "\n").first ?? "")",
            hint: "check out what the dispatch started from, and run the command again"
        )
    }
}
