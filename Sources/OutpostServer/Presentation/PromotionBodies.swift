package import OutpostAPI
package import OutpostCore

extension PromotionBody {
    /// A promotion as it stands on the wire.
    package init(_ promotion: Promotion) {
        let publication = promotion.publication
        self.init(
            dispatchId: promotion.dispatch.text,
            branch: publication.branch,
            commit: publication.commit,
            baseBranch: publication.baseBranch,
            commits: publication.commits,
            filesChanged: publication.filesChanged,
            pullRequest: promotion.pullRequest.map { PullRequestBody(number: $0.number, url: $0.url) },
            pullRequestError: promotion.pullRequestFailure,
            idempotent: publication.isRepeated
        )
    }
}

extension PromotionRequest {
    /// What a body asks for; words for a pull request alone ask for none.
    package init(_ body: PromoteBody) {
        self.init(
            branch: body.branch,
            baseBranch: body.baseBranch,
            message: body.message,
            allowsSecrets: body.allowSecrets ?? false
        )
        guard body.createPr == true else { return }
        pullRequest = PullRequestDraft(title: body.prTitle, body: body.prBody, isDraft: body.draft ?? false)
    }
}
