internal import Foundation
internal import NIOCore
package import OutpostCore
internal import Subprocess

/// Looks through bundles with git on this host: unpacked in a bare repository of ours, where nothing of them is checked
/// out or run, and read object by object.
package struct GitCommitSearcher: CommitSearcher {
    private let directory: String
    private let limits: Limits
    private let makeName: @Sendable () -> String

    /// How much is looked through.
    package struct Limits: Sendable {
        /// All objects, unpacked.
        package var bytes = 1 << 30
        /// What git may use.
        package var memory = 2 << 30
        /// Each of the two steps: to unpack, and to read.
        package var time = Duration.seconds(60)

        package init() {}
    }

    /// - Parameters:
    ///   - directory: a folder of ours for temporary repositories.
    ///   - limits: a bundle beyond them cannot be looked through.
    ///   - makeName: a name that no other search has.
    package init(directory: String, limits: Limits = Limits(), makeName: @escaping @Sendable () -> String) {
        self.directory = directory
        self.limits = limits
        self.makeName = makeName
    }

    /// Unpacks the bundle and reads every object of it.
    ///
    /// The start of the agent's work is not at hand: a file that a commit touches counts with all its lines, and a pack
    /// with objects that are differences to others elsewhere cannot be read.
    @concurrent
    package func search(bundle: String, for patterns: SecretPatterns) async -> CommitSearch {
        guard let header = BundleHeader(path: bundle) else { return .impossible("it is no bundle of commits") }
        let folder = "\(directory)/commits-\(makeName())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var git = HostGit(folder: folder, url: "", credential: nil, maximumBytes: limits.bytes)
        git.maximumMemory = limits.memory
        do {
            if let problem = try await unpack(bundle, header, git) { return .impossible(problem) }
            return try await read(bundle, header, git, SecretFinder(patterns))
        } catch is TooLarge {
            return .impossible("its commits hold more than \(limits.bytes >> 20) MiB")
        } catch is TooSlow {
            return .impossible("git took longer than \(limits.time.components.seconds) s")
        } catch {
            return .impossible("git could not be run on the server")
        }
    }

    /// - Returns: what is wrong with the bundle; nil where all of it is there.
    private func unpack(_ bundle: String, _ header: BundleHeader, _ git: HostGit) async throws -> String? {
        let format = header.tip.utf8.count == 64 ? "sha256" : "sha1"
        let options = ["--quiet", "--bare", "--template=", "--object-format=\(format)"]
        guard let made = try await git.run(["init"] + options + [git.folder], within: limits.time) else {
            throw TooSlow()
        }
        guard made.isSuccess else { return "no repository could be made for it" }
        let unpacked = try await git.run(
            Self.options(git) + ["index-pack", "--stdin", "--max-input-size=\(limits.bytes)"],
            input: HostGit.Input(path: bundle, offset: header.length),
            within: limits.time
        )
        guard let unpacked else { throw TooSlow() }
        return unpacked.isSuccess ? nil : "git cannot unpack it: \(GitFailure(unpacked.error).reason)"
    }

    private func read(
        _ bundle: String,
        _ header: BundleHeader,
        _ git: HostGit,
        _ finder: SecretFinder
    ) async throws -> CommitSearch {
        let limit = limits.bytes
        // Names of branches, and the first lines of messages of other people's commits.
        let head = try FileHandle(forReadingAtPath: bundle)?.read(upToCount: header.length) ?? Data()
        let arguments = ["cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer"]
        let names = try await git.read(Self.options(git) + arguments, within: limits.time) { output in
            var finder = finder
            var total = 0
            finder.look(through: head)
            for try await piece in output {
                var bytes = ByteBuffer()
                total += bytes.writeBytes(piece.bytes)
                guard total <= limit else { throw TooLarge() }
                finder.look(through: bytes.readableBytesView)
            }
            return finder.finish()
        }
        guard let names else { throw TooSlow() }
        return names.map(CommitSearch.found) ?? .impossible("git could not read all of it")
    }

    /// One thread: what each may use is not bounded alone.
    private static func options(_ git: HostGit) -> [String] { ["--git-dir", git.folder, "-c", "pack.threads=1"] }

    private struct TooLarge: Error {}
    private struct TooSlow: Error {}
}
