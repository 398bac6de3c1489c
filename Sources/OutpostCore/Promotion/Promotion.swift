/// What somebody asks to be carried back to a repository.
package struct PromotionRequest: Sendable, Hashable {
    /// The branch to push; nil takes ``defaultBranch(of:)``.
    package var branch: String?
    /// The branch that a pull request is for; nil takes the one that the dispatch started from, else the default one.
    package var baseBranch: String?
    /// The commit's message; nil takes one from the task.
    package var message: String?
    /// A pull request to open; nil opens none.
    package var pullRequest: PullRequestDraft?
    /// Whether changes that hold a secret are pushed.
    package var allowsSecrets: Bool

    package init(
        branch: String? = nil,
        baseBranch: String? = nil,
        message: String? = nil,
        pullRequest: PullRequestDraft? = nil,
        allowsSecrets: Bool = false
    ) {
        self.branch = branch
        self.baseBranch = baseBranch
        self.message = message
        self.pullRequest = pullRequest
        self.allowsSecrets = allowsSecrets
    }

    /// Characters of the longest message.
    package static let maximumMessageLength = 10_000

    /// Whether a text can name a branch to push: a full name would become a branch of that name.
    package static func isBranch(_ text: String) -> Bool {
        DispatchRequest.isReference(text) && !text.hasPrefix("refs/") && text != "HEAD"
    }

    /// The branch where none is named: every dispatch has one of its own.
    package static func defaultBranch(of id: DispatchID) -> String { "outpost/\(id.text.lowercased())" }
}

/// The words of a pull request.
package struct PullRequestDraft: Sendable, Hashable {
    /// The title; nil takes the message's first line.
    package var title: String?
    /// The text below it; nil leaves it to us.
    package var body: String?
    /// Whether it is opened as a draft.
    package var isDraft: Bool

    package init(title: String? = nil, body: String? = nil, isDraft: Bool = false) {
        self.title = title
        self.body = body
        self.isDraft = isDraft
    }
}

/// What was carried back.
package struct Promotion: Sendable, Hashable {
    /// The dispatch.
    package let dispatch: DispatchID
    /// The branch, and what it points to.
    package let publication: Publication
    /// The pull request; nil where none was asked for, or where it could not be opened.
    package let pullRequest: PullRequest?
    /// Why it could not be opened, as a sentence; the branch is there nevertheless.
    package let pullRequestFailure: String?

    package init(
        dispatch: DispatchID,
        publication: Publication,
        pullRequest: PullRequest? = nil,
        pullRequestFailure: String? = nil
    ) {
        self.dispatch = dispatch
        self.publication = publication
        self.pullRequest = pullRequest
        self.pullRequestFailure = pullRequestFailure
    }
}

/// A pull request of a forge.
package struct PullRequest: Sendable, Hashable {
    /// Its number.
    package let number: Int
    /// Where people read it.
    package let url: String

    package init(number: Int, url: String) {
        self.number = number
        self.url = url
    }
}
