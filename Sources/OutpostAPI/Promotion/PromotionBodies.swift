/// The body of `POST /promote`.
package struct PromoteBody: Codable, Sendable, Hashable {
    /// The dispatch, which ended with changes.
    package var dispatchId: String
    /// The branch to push; absent is one of the dispatch's own.
    package var branch: String?
    /// The branch that a pull request is for.
    package var baseBranch: String?
    /// The commit's message.
    package var message: String?
    /// Whether to open a pull request.
    package var createPr: Bool?
    /// Its title.
    package var prTitle: String?
    /// Its text.
    package var prBody: String?
    /// Whether it is opened as a draft.
    package var draft: Bool?
    /// Whether changes that hold a secret are pushed.
    package var allowSecrets: Bool?

    package init(
        dispatchId: String,
        branch: String? = nil,
        baseBranch: String? = nil,
        message: String? = nil,
        createPr: Bool? = nil,
        prTitle: String? = nil,
        prBody: String? = nil,
        draft: Bool? = nil,
        allowSecrets: Bool? = nil
    ) {
        self.dispatchId = dispatchId
        self.branch = branch
        self.baseBranch = baseBranch
        self.message = message
        self.createPr = createPr
        self.prTitle = prTitle
        self.prBody = prBody
        self.draft = draft
        self.allowSecrets = allowSecrets
    }
}

/// What was carried back.
package struct PromotionBody: Codable, Sendable, Hashable {
    /// The dispatch.
    package var dispatchId: String
    /// The branch that was pushed.
    package var branch: String
    /// The commit that it points to.
    package var commit: String
    /// The branch that a pull request is for; null where the repository has no default one.
    package var baseBranch: String?
    /// Commits since the one that the agent started from.
    package var commits: Int
    /// Files that differ from there.
    package var filesChanged: Int
    /// The pull request; null where there is none.
    package var pullRequest: PullRequestBody?
    /// Why a pull request that was asked for could not be opened; the branch is there nevertheless.
    package var pullRequestError: String?
    /// Whether the branch was there with that commit.
    package var idempotent: Bool

    package init(
        dispatchId: String,
        branch: String,
        commit: String,
        baseBranch: String?,
        commits: Int,
        filesChanged: Int,
        pullRequest: PullRequestBody?,
        pullRequestError: String?,
        idempotent: Bool
    ) {
        self.dispatchId = dispatchId
        self.branch = branch
        self.commit = commit
        self.baseBranch = baseBranch
        self.commits = commits
        self.filesChanged = filesChanged
        self.pullRequest = pullRequest
        self.pullRequestError = pullRequestError
        self.idempotent = idempotent
    }

    /// Writes what is null as null: clients look for the names.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(dispatchId, forKey: .dispatchId)
        try container.encode(branch, forKey: .branch)
        try container.encode(commit, forKey: .commit)
        try container.encode(baseBranch, forKey: .baseBranch)
        try container.encode(commits, forKey: .commits)
        try container.encode(filesChanged, forKey: .filesChanged)
        try container.encode(pullRequest, forKey: .pullRequest)
        try container.encodeIfPresent(pullRequestError, forKey: .pullRequestError)
        try container.encode(idempotent, forKey: .idempotent)
    }
}

/// A pull request of a forge.
package struct PullRequestBody: Codable, Sendable, Hashable {
    /// Its number.
    package var number: Int
    /// Where people read it.
    package var url: String

    package init(number: Int, url: String) {
        self.number = number
        self.url = url
    }
}
