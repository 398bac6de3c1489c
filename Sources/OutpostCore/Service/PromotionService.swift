package import Foundation

/// Carries results back to their repositories: the same for the command line and for HTTP.
package struct PromotionService: Sendable {
    let repository: any DispatchRepository
    let reader: any DispatchReader
    let credentials: (any GitCredentialSource)?
    let git: GitSettings
    let isOwn: Bool
    let publisher: any RepositoryPublisher
    let forge: any PullRequestOpener
    let now: @Sendable () -> Date

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - repository: keeps dispatches and the audit trail.
    ///   - reader: finds results.
    ///   - credentials: reads and writes repositories; nil where nobody has any.
    ///   - git: which servers get credentials over plain http, and which may be in private networks.
    ///   - isOwn: whether who asks chose the repositories on this machine, where any of its networks will do.
    ///   - publisher: makes commits and pushes them.
    ///   - forge: opens pull requests.
    ///   - now: the time.
    package init(
        repository: any DispatchRepository,
        reader: any DispatchReader,
        credentials: (any GitCredentialSource)?,
        git: GitSettings,
        isOwn: Bool = false,
        publisher: any RepositoryPublisher,
        forge: any PullRequestOpener,
        now: @escaping @Sendable () -> Date
    ) {
        self.repository = repository
        self.reader = reader
        self.credentials = credentials
        self.git = git
        self.isOwn = isOwn
        self.publisher = publisher
        self.forge = forge
        self.now = now
    }

    /// Pushes the results of a dispatch to a branch and, if asked, opens a pull request.
    ///
    /// Asked again in the same words it finds what it did before.
    ///
    /// - Parameters:
    ///   - id: a dispatch that ended with changes.
    ///   - request: where to and with which words.
    ///   - tenant: whose the dispatch has to be; nil for the operator, to whom all are open.
    ///   - actor: who asks, for the audit trail.
    /// - Returns: the branch and, where one was opened, the pull request.
    /// - Throws: ``ServiceError/notFound``, ``PromotionError``.
    package func promote(
        _ id: DispatchID,
        _ request: PromotionRequest,
        tenant: String?,
        by actor: String
    ) async throws -> Promotion {
        guard let dispatch = try await repository.dispatch(id), tenant == nil || dispatch.tenant == tenant else {
            throw ServiceError.notFound
        }
        let message = PromotionMessage(request, dispatch)
        let results = try await results(of: dispatch, request, message)
        try await repository.audit(
            AuditEntry(at: now(), tenant: dispatch.tenant, actor: actor, action: "dispatch.promote", resource: id.text)
        )
        let publication = try await publisher.publish(results)
        guard let draft = request.pullRequest else { return Promotion(dispatch: id, publication: publication) }
        do {
            let pull = try await open(draft, publication, results.repository, message)
            return Promotion(dispatch: id, publication: publication, pullRequest: pull)
        } catch let error as PromotionError {
            return Promotion(dispatch: id, publication: publication, pullRequestFailure: error.message)
        }
    }

    private func results(
        of dispatch: Dispatch,
        _ request: PromotionRequest,
        _ message: PromotionMessage
    ) async throws -> PublishedResults {
        let status = dispatch.state.status
        guard status.isTerminal else { throw PromotionError.notEnded(status) }
        guard let url = dispatch.request.repository, GitServer(url: url) != nil else {
            throw PromotionError.noRepository
        }
        if let objection = git.objectionToSSH(url) { throw PromotionError.refused(objection) }
        let branch = request.branch ?? PromotionRequest.defaultBranch(of: dispatch.id)
        if let policy = git.promotion { try policy.requirePromotion(to: branch) }
        guard let summary = try await reader.summary(dispatch.id),
            let sealed = try await reader.artifacts(dispatch.id)
        else { throw PromotionError.resultsMissing }
        guard let changes = summary.changes, changes != .none else { throw PromotionError.noChanges }
        if !request.allowsSecrets { try sealed.manifest.requireNoSecrets(with: changes) }
        let names = Set(sealed.manifest.files.map(\.path))
        guard let start = summary.beforeSHA, [40, 64].contains(start.utf8.count), start.allSatisfy(\.isHexDigit),
            names.contains("diff.patch"), changes != .committed || names.contains(ArtifactManifest.commits),
            !summary.flags.contains(.artifactsPartial)
        else { throw PromotionError.resultsMissing }
        let credential = try await credentials?.credential(for: url, base: git.baseURL, tenant: dispatch.tenant)
        return PublishedResults(
            repository: PublishedRepository(
                url: url,
                credential: credential,
                allowsPrivate: isOwn || git.allowsPrivate(url)
            ),
            start: start,
            patch: sealed.directory + "/diff.patch",
            bundle: changes == .committed ? sealed.directory + "/" + ArtifactManifest.commits : nil,
            branch: branch,
            baseBranch: request.baseBranch,
            reference: dispatch.request.reference,
            message: StreamRedactor.redact(message.text, .shapesOnly),
            time: dispatch.state.endedAt ?? dispatch.createdAt
        )
    }

    private func open(
        _ draft: PullRequestDraft,
        _ publication: Publication,
        _ repository: PublishedRepository,
        _ message: PromotionMessage
    ) async throws -> PullRequest {
        guard let base = publication.baseBranch else {
            throw PromotionError.invalid(
                field: "baseBranch",
                reason: "The repository has no default branch; name the branch that the pull request is for"
            )
        }
        let credential = repository.credential.map { (name: DispatchPlan.gitCredentialName, value: $0.secret) }
        let patterns = SecretPatterns(credential.map { [$0] } ?? [])
        return try await forge.open(
            PullRequestOpening(
                repository: repository,
                branch: publication.branch,
                baseBranch: base,
                title: StreamRedactor.redact(draft.title ?? message.subject, patterns),
                body: StreamRedactor.redact(draft.body ?? message.pullRequestBody, patterns),
                isDraft: draft.isDraft
            )
        )
    }
}

extension PushPolicy {
    fileprivate func requirePromotion(to branch: String) throws(PromotionError) {
        guard !allows(reference: "refs/heads/" + branch) else { return }
        throw .invalid(
            field: "branch",
            reason: "Results are not promoted to '\(branch)' here: git_promote_branches, a setting of the operator's,"
                + " allows \(isEmpty ? "no branch" : patterns.joined(separator: ", "))"
        )
    }
}

extension ArtifactManifest {
    /// What is pushed is the difference, and the commits where there are any.
    fileprivate func requireNoSecrets(with changes: Changes) throws(PromotionError) {
        let pushed = files.filter { $0.path == "diff.patch" || (changes == .committed && $0.path == Self.commits) }
        let names = Set(pushed.flatMap { $0.secretNames ?? [] })
        guard names.isEmpty else { throw .containsSecret(names.sorted()) }
        if let reason = pushed.lazy.compactMap(\.unsearched).first { throw .unsearched(reason) }
    }
}
