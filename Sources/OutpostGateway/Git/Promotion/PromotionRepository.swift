internal import Foundation
internal import OutpostCore

/// A temporary bare repository, from which results are pushed.
///
/// What an agent wrote gets into it through `git index-pack --strict` and `git apply --cached` alone: neither has a work
/// tree, runs filters or hooks, or takes a path that git would refuse.
struct PromotionRepository: Sendable {
    let git: HostGit

    private static let quick = Duration.seconds(60)
    private static let transfer = Duration.seconds(600)

    private var location: [String] { ["--git-dir", git.folder] }

    /// Refuses what cannot be a branch's name.
    func check(branch: String) async throws {
        let isCommit = branch.utf8.count >= 40 && branch.allSatisfy(\.isHexDigit)
        let isName = PromotionRequest.isBranch(branch) && !isCommit
        guard isName, try await run(["check-ref-format", "refs/heads/" + branch], Self.quick).isSuccess else {
            throw PromotionError.invalid(field: "branch", reason: "'\(branch)' cannot be a branch's name")
        }
    }

    /// The repository's branches, as they are now.
    func references() async throws -> RemoteReferences {
        let patterns = ["HEAD", "refs/heads/*"]
        let answer = try await run(["ls-remote", "--quiet", "--symref", "--", git.url] + patterns, Self.quick)
        guard answer.isSuccess else { throw refusal(answer) }
        return RemoteReferences(answer.output)
    }

    /// Makes it with the commits that the results build on, without their history.
    func make(start: String, besides others: [String]) async throws {
        let format = start.utf8.count == 64 ? "sha256" : "sha1"
        let options = ["--quiet", "--bare", "--template=", "--object-format=\(format)"]
        try await require(["init"] + options + [git.folder], Self.quick)
        let arguments = ["fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--", git.url]
        let wanted = [start] + others.filter { $0 != start }
        let answer = try await run(location + arguments + wanted, Self.transfer)
        guard !answer.isSuccess else { return }
        // Which of the two it is, only the host's words say.
        throw GitFailure(answer.error).isMissingObject ? PromotionError.startMissing(commit: start) : refusal(answer)
    }

    /// Makes the commits; the same results are the same commits.
    ///
    /// - Returns: the last one.
    func commit(_ results: PublishedResults, _ header: BundleHeader?) async throws -> String {
        if let header, let path = results.bundle { try await unbundle(path, header, start: results.start) }
        let tree = try await tree(applying: results.patch, to: results.start)
        let parent = header?.tip ?? results.start
        let parentTree = try await require(location + ["rev-parse", parent + "^{tree}"], Self.quick).line
        guard tree != parentTree else {
            guard parent != results.start else { throw PromotionError.noChanges }
            return parent
        }
        let words = git.folder + "/outpost-message"
        try Data(results.message.utf8).write(to: URL(fileURLWithPath: words))
        let commit = try await require(
            location + ["commit-tree", tree, "-p", parent, "-F", words],
            Self.quick,
            variables: Self.identity(at: results.time)
        ).line
        try await inspect(commit, since: parent)
        return commit
    }

    /// Pushes, unless the branch is there with that commit.
    ///
    /// - Returns: whether the branch was made or moved.
    func push(
        _ commit: String,
        to branch: String,
        since start: String,
        _ references: RemoteReferences
    ) async throws -> Bool {
        let current = references.branches[branch]
        guard current != commit else { return false }
        if let current {
            // Only forward, along the commits of this promotion.
            let made = try await require(location + ["rev-list", commit, "^" + start], Self.quick).output
            guard current == start || made.split(separator: "\n").contains(current[...]) else {
                throw PromotionError.branchTaken(branch: branch, commit: current)
            }
        }
        let target = "\(commit):refs/heads/\(branch)"
        let arguments = ["push", "--quiet", "--no-verify", "--no-signed", "--", git.url, target]
        var answer = try await run(location + arguments, Self.transfer)
        if !answer.isSuccess, GitFailure(answer.error).wantsHistory {
            // No branch leads to the start any more, so the other side has to see where it comes from.
            let history = ["fetch", "--quiet", "--unshallow", "--no-tags", "--no-write-fetch-head", "--", git.url]
            try await require(location + history + [start], Self.transfer)
            answer = try await run(location + arguments, Self.transfer)
        }
        if answer.isSuccess { return true }
        // Somebody else may have come first, with the same or with something else.
        if let now = try? await self.references().branches[branch], now != current {
            guard now == commit else { throw PromotionError.branchTaken(branch: branch, commit: now) }
            return false
        }
        throw refusal(answer)
    }

    func count(from start: String, to commit: String) async throws -> Int {
        Int(try await require(location + ["rev-list", "--count", commit, "^" + start], Self.quick).line) ?? 0
    }

    func filesChanged(from start: String, to commit: String) async throws -> Int {
        let arguments = ["diff-tree", "-r", "-z", "--name-only", "--no-renames", start, commit]
        return try await require(location + arguments, Self.quick).output.utf8.count { $0 == 0 }
    }
}

extension PromotionRepository {
    /// Takes the agent's own commits, after git has looked at each object of them.
    private func unbundle(_ path: String, _ header: BundleHeader, start: String) async throws {
        guard header.prerequisites.contains(start) else {
            throw PromotionError.unusableResults("its commits do not follow the commit that the agent started from")
        }
        let arguments = ["index-pack", "--stdin", "--fix-thin", "--strict", "--max-input-size=\(git.maximumBytes)"]
        let input = HostGit.Input(path: path, offset: header.length)
        let answer = try await run(location + arguments, Self.transfer, input: input)
        guard answer.isSuccess else {
            throw PromotionError.unusableResults("git refuses its commits: \(GitFailure(answer.error).reason)")
        }
        let type = try await run(location + ["cat-file", "-t", header.tip], Self.quick)
        guard type.line == "commit" else { throw PromotionError.unusableResults("commits.bundle lacks its own commit") }
    }

    /// The tree that the agent left.
    private func tree(applying patch: String, to start: String) async throws -> String {
        let variables = ["GIT_INDEX_FILE": git.folder + "/outpost-index"]
        try await require(location + ["read-tree", start], Self.quick, variables: variables)
        let size = try FileManager.default.attributesOfItem(atPath: patch)[.size] as? Int ?? 0
        if size > 0 {
            let arguments = ["apply", "--cached", "--binary", "--whitespace=nowarn", "--", patch]
            let answer = try await run(location + arguments, Self.transfer, variables: variables)
            guard answer.isSuccess else {
                let reason = GitFailure(answer.error).reason
                throw PromotionError.unusableResults(
                    "diff.patch does not fit the commit \(start.prefix(12)): \(reason)"
                )
            }
        }
        return try await require(location + ["write-tree"], Self.quick, variables: variables).line
    }

    /// Has git look at what came out of the patch as it looks at what comes over the network.
    private func inspect(_ commit: String, since parent: String) async throws {
        let list = git.folder + "/outpost-revisions"
        try Data("\(commit)\n^\(parent)\n".utf8).write(to: URL(fileURLWithPath: list))
        let pack = git.folder + "/outpost-pack"
        let name = try await require(
            location + ["pack-objects", "--quiet", "--revs", pack],
            Self.transfer,
            input: HostGit.Input(path: list)
        ).line
        let answer = try await run(
            location + ["index-pack", "--strict", "\(pack)-\(name).pack"],
            Self.transfer
        )
        guard answer.isSuccess else {
            throw PromotionError.unusableResults("git refuses its changes: \(GitFailure(answer.error).reason)")
        }
    }

    private static func identity(at time: Date) -> [String: String] {
        var variables: [String: String] = [:]
        for role in ["AUTHOR", "COMMITTER"] {
            variables["GIT_\(role)_NAME"] = "Outpost Agent"
            variables["GIT_\(role)_EMAIL"] = "outpost@outpost.invalid"
            variables["GIT_\(role)_DATE"] = "\(Int(time.timeIntervalSince1970)) +0000"
        }
        return variables
    }

    /// A talk with the repository's host that failed.
    private func refusal(_ answer: HostGit.Answer) -> PromotionError {
        git.sshFailure(answer.error)?.promotionError ?? GitFailure(answer.error).promotionError
    }

    private func run(
        _ arguments: [String],
        _ limit: Duration,
        variables: [String: String] = [:],
        input: HostGit.Input = HostGit.Input()
    ) async throws -> HostGit.Answer {
        do {
            let answer = try await git.run(arguments, variables: variables, input: input, within: limit)
            guard let answer else { throw PromotionError.failed("git took longer than \(limit.components.seconds) s") }
            return answer
        } catch let error as PromotionError {
            throw error
        } catch let failure as SSHFailure {
            throw failure.promotionError
        } catch {
            try Task.checkCancellation()
            throw PromotionError.failed("git could not be run on the server")
        }
    }

    @discardableResult
    private func require(
        _ arguments: [String],
        _ limit: Duration,
        variables: [String: String] = [:],
        input: HostGit.Input = HostGit.Input()
    ) async throws -> HostGit.Answer {
        let answer = try await run(arguments, limit, variables: variables, input: input)
        guard answer.isSuccess else { throw PromotionError.failed(GitFailure(answer.error).reason) }
        return answer
    }
}
