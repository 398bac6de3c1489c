package import Foundation

/// Carries the results of a dispatch to its repository.
package protocol RepositoryPublisher: Sendable {
    /// Makes commits of the results and pushes them; never with force.
    ///
    /// Nothing that an agent wrote is checked out or run. The same results with the same words are the same commits.
    ///
    /// - Throws: ``PromotionError``, or `CancellationError`.
    func publish(_ results: PublishedResults) async throws -> Publication
}

/// Opens pull requests.
package protocol PullRequestOpener: Sendable {
    /// Opens a pull request for a branch that was pushed; one that is open already is found.
    ///
    /// - Throws: ``PromotionError``, or `CancellationError`.
    func open(_ opening: PullRequestOpening) async throws -> PullRequest
}

/// A repository with the credential that reads and writes it.
package struct PublishedRepository: Sendable, Hashable {
    /// An http or https URL without credentials, or an ``SSHAddress``'s.
    package let url: String
    /// Shown to that host alone; nil for none.
    package let credential: GitCredential?
    /// Whether the host may have an address of this machine or of its networks; true for what an operator named.
    package let allowsPrivate: Bool

    package init(url: String, credential: GitCredential?, allowsPrivate: Bool = true) {
        self.url = url
        self.credential = credential
        self.allowsPrivate = allowsPrivate
    }
}

/// The results of a dispatch as they become commits.
package struct PublishedResults: Sendable, Hashable {
    /// Where they go.
    package var repository: PublishedRepository
    /// The commit that the agent started from.
    package var start: String
    /// The difference between it and what the agent left: a file that `git apply` reads.
    package var patch: String
    /// The agent's own commits; nil where it made none.
    package var bundle: String?
    /// The branch to push.
    package var branch: String
    /// The branch that a pull request is for, as it was asked for; nil leaves it to the repository.
    package var baseBranch: String?
    /// The branch, tag or commit that the dispatch started from.
    package var reference: String?
    /// The message of the commit that we make.
    package var message: String
    /// The time of that commit.
    package var time: Date

    package init(
        repository: PublishedRepository,
        start: String,
        patch: String,
        bundle: String?,
        branch: String,
        baseBranch: String?,
        reference: String?,
        message: String,
        time: Date
    ) {
        self.repository = repository
        self.start = start
        self.patch = patch
        self.bundle = bundle
        self.branch = branch
        self.baseBranch = baseBranch
        self.reference = reference
        self.message = message
        self.time = time
    }
}

/// A branch that was pushed.
package struct Publication: Sendable, Hashable {
    /// Its name.
    package let branch: String
    /// The commit that it points to.
    package let commit: String
    /// The branch that a pull request is for; nil where the repository has no default one.
    package let baseBranch: String?
    /// Commits since the one that the agent started from.
    package let commits: Int
    /// Files that differ from there.
    package let filesChanged: Int
    /// True when the branch was there with that commit.
    package let isRepeated: Bool

    package init(
        branch: String,
        commit: String,
        baseBranch: String?,
        commits: Int,
        filesChanged: Int,
        isRepeated: Bool
    ) {
        self.branch = branch
        self.commit = commit
        self.baseBranch = baseBranch
        self.commits = commits
        self.filesChanged = filesChanged
        self.isRepeated = isRepeated
    }
}

/// A pull request to open.
package struct PullRequestOpening: Sendable, Hashable {
    /// Where.
    package var repository: PublishedRepository
    /// The branch with the changes.
    package var branch: String
    /// The branch that they are for.
    package var baseBranch: String
    /// The title.
    package var title: String
    /// The text below it.
    package var body: String
    /// Whether it is a draft.
    package var isDraft: Bool

    package init(
        repository: PublishedRepository,
        branch: String,
        baseBranch: String,
        title: String,
        body: String,
        isDraft: Bool
    ) {
        self.repository = repository
        self.branch = branch
        self.baseBranch = baseBranch
        self.title = title
        self.body = body
        self.isDraft = isDraft
    }
}
