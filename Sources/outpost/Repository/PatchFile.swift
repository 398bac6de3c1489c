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
}
