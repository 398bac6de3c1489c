internal import Foundation
package import OutpostCore

/// Makes commits of results with git on this host, in a bare repository that is gone afterwards.
package struct GitPublisher: RepositoryPublisher {
    private let directory: String
    private let network: EgressNetwork
    private let ssh: SSHPlace
    private let maximumBytes: Int
    private let makeName: @Sendable () -> String

    /// - Parameters:
    ///   - directory: a folder of ours for temporary repositories.
    ///   - network: finds the repositories' hosts.
    ///   - ssh: reaches those that are reached so.
    ///   - maximumBytes: of every file that git writes; a repository whose files at one commit pack to more cannot be
    ///     promoted to. Default 2 GiB.
    ///   - makeName: a name that no other promotion has.
    package init(
        directory: String,
        network: EgressNetwork = EgressNetwork(),
        ssh: SSHPlace,
        maximumBytes: Int = 2 << 30,
        makeName: @escaping @Sendable () -> String
    ) {
        self.directory = directory
        self.network = network
        self.ssh = ssh
        self.maximumBytes = maximumBytes
        self.makeName = makeName
    }

    /// Fetches the start, makes the commits and pushes them.
    package func publish(_ results: PublishedResults) async throws -> Publication {
        let folder = "\(directory)/promotion-\(makeName())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let repository = PromotionRepository(git: try await git(folder, results.repository))
        try await repository.check(branch: results.branch)
        let references = try await repository.references()
        let base = try baseBranch(for: results, references)
        let header = try results.bundle.map { path in
            guard let header = BundleHeader(path: path) else {
                throw PromotionError.unusableResults("commits.bundle is not a bundle of commits since the start")
            }
            return header
        }
        try await repository.make(start: results.start, besides: header?.prerequisites ?? [])
        let commit = try await repository.commit(results, header)
        let pushed = try await repository.push(commit, to: results.branch, since: results.start, references)
        return Publication(
            branch: results.branch,
            commit: commit,
            baseBranch: base,
            commits: try await repository.count(from: results.start, to: commit),
            filesChanged: try await repository.filesChanged(from: results.start, to: commit),
            isRepeated: !pushed
        )
    }

    private func git(_ folder: String, _ repository: PublishedRepository) async throws -> HostGit {
        let connection: SSHConnection?
        do {
            connection = try ssh.connection(to: repository.url, repository.credential)
        } catch {
            throw error.promotionError
        }
        let address = try await connection == nil ? repository.address(network) : nil
        return HostGit(
            folder: folder,
            url: repository.url,
            credential: repository.credential,
            maximumBytes: maximumBytes,
            address: address,
            ssh: connection
        )
    }

    private func baseBranch(
        for results: PublishedResults,
        _ references: RemoteReferences
    ) throws(PromotionError) -> String? {
        if let named = results.baseBranch {
            guard references.branches[named] != nil else {
                throw .invalid(field: "baseBranch", reason: "The repository has no branch '\(named)'")
            }
            return named
        }
        if let started = results.reference, references.branches[started] != nil { return started }
        return references.defaultBranch
    }
}
