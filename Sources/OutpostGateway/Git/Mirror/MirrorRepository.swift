internal import Foundation

/// One mirror: a bare repository that is only ever written by our own git.
struct MirrorRepository: Sendable {
    /// The references of the host that the mirror has, as `git ls-remote` lists them; its time is the last use.
    static let listingFile = "outpost-refs"

    let git: MirrorGit

    private static let references = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]
    /// Packs of one mirror: each update adds one, and many make every clone slow.
    private static let maximumPacks = 64

    private var source: MirrorCache.Source { git.source }
    private var listingPath: String { source.folder + "/" + Self.listingFile }

    var exists: Bool { FileManager.default.fileExists(atPath: listingPath) }
    var lastListing: String? { try? String(contentsOfFile: listingPath, encoding: .utf8) }

    /// What the host shows to this credential now; empty for a repository without commits.
    func listing() async throws -> String {
        let patterns = ["HEAD", "refs/heads/*", "refs/tags/*"]
        return try await git.run(
            ["ls-remote", "--quiet", "--symref", "--", source.url] + patterns,
            within: .seconds(20)
        )
    }

    /// Has an empty mirror where there is none, or none that is any good.
    func make(for listing: String) async throws {
        let manager = FileManager.default
        if packs.count(where: { $0.hasSuffix(".pack") }) > Self.maximumPacks {
            try? manager.removeItem(atPath: source.folder)
        }
        removeRemains()
        guard !exists else { return }
        do {
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            try manager.createDirectory(
                atPath: source.folder,
                withIntermediateDirectories: true,
                attributes: attributes
            )
        } catch {
            throw MirrorFailure.host("\(error)")
        }
        let format = Self.isSHA256(listing) ? "sha256" : "sha1"
        let arguments = ["init", "--quiet", "--bare", "--template=", "--object-format=\(format)", source.folder]
        _ = try await git.run(arguments, within: .seconds(20))
    }

    /// Removes what a fetch that was cut off has left: half a pack, or a mirror that was never complete.
    func removeRemains() {
        guard exists else {
            try? FileManager.default.removeItem(atPath: source.folder)
            return
        }
        for file in packs where file.hasPrefix("tmp_") {
            try? FileManager.default.removeItem(atPath: source.folder + "/objects/pack/" + file)
        }
    }

    private var packs: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: source.folder + "/objects/pack")) ?? []
    }

    /// Fetches what is new, and forgets what is gone.
    func update(to listing: String) async throws {
        let arguments = ["fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "--", source.url]
        _ = try await git.run(["--git-dir", source.folder] + arguments + Self.references, within: .seconds(600))
        guard let branch = Self.defaultBranch(listing) else { return }
        let head = ["--git-dir", source.folder, "symbolic-ref", "HEAD", branch]
        _ = try await git.run(head, within: .seconds(20))
    }

    /// Notes the state and the time of use.
    func touch(_ listing: String) {
        try? Data(listing.utf8).write(to: URL(fileURLWithPath: listingPath), options: .atomic)
    }

    func has(commit: String) async throws -> Bool {
        do {
            let question = ["--git-dir", source.folder, "cat-file", "-e", commit + "^{commit}"]
            _ = try await git.run(question, within: .seconds(20))
            return true
        } catch MirrorFailure.git {
            return false
        }
    }

    private static func isSHA256(_ listing: String) -> Bool {
        listing.split(separator: "\n").contains { $0.prefix(while: \.isHexDigit).count == 64 }
    }

    private static func defaultBranch(_ listing: String) -> String? {
        guard let line = listing.split(separator: "\n").first(where: { $0.hasPrefix("ref: refs/heads/") }) else {
            return nil
        }
        return line.dropFirst("ref: ".count).split(separator: "\t").first.map(String.init)
    }
}
