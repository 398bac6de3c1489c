internal import Foundation

extension Dispatcher {
    /// Checks a draft against agents, limits and secrets, and writes it down.
    package func submit(_ draft: DispatchDraft, by principal: Principal) async throws -> Submission {
        let submissions = try await accept([draft], batch: nil, by: principal)
        guard let submission = submissions.first else { throw ServiceError.notFound }
        return submission
    }

    /// Checks drafts and writes them down, all or none; the first one's idempotency key is that of all.
    func accept(_ drafts: [DispatchDraft], batch: BatchID?, by principal: Principal) async throws -> [Submission] {
        guard !isStopping else { throw ServiceError.stopping }
        let tenant = principal.tenant
        let drafts = drafts.map { withWorkspace($0, tenant.id) }
        defer { drafts.forEach { release($0.options.workspace) } }
        let time = now()
        // In the order of the request, also where a list is sorted by them.
        let ids = drafts.map { _ in makeID() }.sorted()
        var dispatches: [Dispatch] = []
        for (draft, id) in zip(drafts, ids) {
            let request = try request(for: draft, limits: tenant.limits)
            try await requireDirectAllowed(for: request, tenant: tenant.id)
            try await requireSecrets(of: draft, request, tenant: tenant)
            dispatches.append(
                Dispatch(id: id, tenant: tenant.id, request: request, createdAt: time, batch: batch)
            )
        }
        // A repeated request is recognised before the room is looked at.
        let problem = try await parts.retention?.usage(of: tenant.id).problem(in: tenant.limits)
        let idempotency = drafts.first?.idempotencyKey.map { key in
            Idempotency(
                key: key,
                fingerprint: RequestFingerprint(drafts, isBatch: batch != nil).digest,
                expiresAt: time.addingTimeInterval(Self.idempotencyLifetime)
            )
        }
        func write() async throws -> Acceptance {
            try await parts.repository.accept(
                dispatches,
                secrets: try await sealed(drafts, ids, tenant.id),
                idempotency: idempotency,
                queueLimit: problem == nil ? tenant.limits.queued : 0,
                audit: dispatches.map { created($0, by: principal) }
            )
        }
        let acceptance: Acceptance
        do { acceptance = try await write() } catch SecretError.rekeyed { acceptance = try await write() }
        switch acceptance {
        case .conflict: throw ServiceError.idempotencyConflict
        case .queueFull: throw problem.map { .overQuota($0) } ?? ServiceError.queueFull(limit: tenant.limits.queued)
        case .replayed(let earlier): return try await replay(earlier, of: drafts)
        case .created: return await enqueue(dispatches)
        }
    }

    /// What came with the drafts.
    private func sealed(
        _ drafts: [DispatchDraft],
        _ ids: [DispatchID],
        _ tenant: String
    ) async throws -> [DispatchID: SealedSecret] {
        var secrets: [DispatchID: SealedSecret] = [:]
        for (draft, id) in zip(drafts, ids) where !draft.secretValues.isEmpty {
            secrets[id] = try await parts.requestSecrets.seal(draft.secretValues, for: id, tenant: tenant)
        }
        return secrets
    }

    private func withWorkspace(_ draft: DispatchDraft, _ tenant: String) -> DispatchDraft {
        guard draft.options.workspaceMode == .persistent else { return draft }
        var draft = draft
        draft.options.workspace = workspace(for: WorkspaceKey(tenant: tenant, repository: draft.repositoryURL))
        return draft
    }

    private func created(_ dispatch: Dispatch, by principal: Principal) -> AuditEntry {
        AuditEntry(
            at: dispatch.createdAt,
            tenant: dispatch.tenant,
            actor: principal.key.id,
            action: "dispatch.create",
            resource: dispatch.id.text
        )
    }

    private func enqueue(_ dispatches: [Dispatch]) async -> [Submission] {
        for dispatch in dispatches { waiting[dispatch.id] = AdmissionPlan.Candidate(dispatch) }
        wake.yield()
        return await views(of: dispatches).map { submission($0, isReplay: false) }
    }

    /// Seconds that an idempotency key is remembered, as in Outpost v2.
    private static let idempotencyLifetime: TimeInterval = 24 * 3600

    func submission(_ view: DispatchView, isReplay: Bool) -> Submission {
        Submission(
            dispatch: view.dispatch,
            estimatedStart: view.dispatch.state.startedAt ?? now().addingTimeInterval(view.estimatedStart ?? 0),
            queuePosition: view.queuePosition ?? 0,
            isReplay: isReplay
        )
    }

    private func request(for draft: DispatchDraft, limits: TenantLimits) throws -> DispatchRequest {
        let folder = try parts.catalog.agent(draft.agent)
        guard let manifest = folder.manifest else {
            throw InvalidRequest.unknownAgent(name: draft.agent, known: parts.catalog.names)
        }
        try checkNames(of: draft)
        var options = draft.options
        options.valueSecretNames = draft.secretValues.isEmpty ? nil : draft.secretValues.keys.sorted()
        let request = try DispatchRequest(
            agent: manifest,
            model: draft.model,
            task: draft.task,
            repository: draft.repositoryURL,
            reference: draft.reference,
            timeoutSeconds: draft.timeoutSeconds
                ?? min(DispatchRequest.defaultTimeoutSeconds, limits.timeoutSeconds),
            secretNames: draft.secretNames,
            options: options
        )
        try check(request, limits)
        return request
    }

    /// Asked again when a dispatch is started: the settings may have changed since it was accepted.
    func requireDirectAllowed(for request: DispatchRequest, tenant: String) async throws {
        guard request.options.isDirect else { return }
        guard settings.allowsDirect else {
            throw InvalidRequest.credentials(
                "direct credentials are not allowed here: they would be inside the container; the operator's allow_direct "
                    + "allows them"
            )
        }
        guard try await parts.egress?.isClosed(tenant: tenant) != true else {
            throw InvalidRequest.credentials(
                "direct credentials need the provider's hosts, and the egress mode of this tenant is none; the operator "
                    + "opens them (outpost egress mode policy --tenant NAME), or leave credentials out: the gateway then "
                    + "reaches the model"
            )
        }
    }

    private func checkNames(of draft: DispatchDraft) throws(InvalidRequest) {
        let manifests = parts.catalog.agents.values.compactMap(\.manifest)
        let providers = Set(manifests.compactMap { $0.model?.authSecret })
        let logins = settings.allowsDirect ? [] : Set(manifests.flatMap { $0.direct?.secrets.map(\.name) ?? [] })
        for name in draft.secretNames + draft.secretValues.keys.sorted() {
            guard EnvironmentName.isAllowed(name) else {
                throw .secretName(name: name, reason: "that name is reserved or malformed")
            }
            guard !providers.contains(name) else {
                throw .secretName(name: name, reason: "it is a provider's key, which never enters a container")
            }
            guard !logins.contains(name) else {
                throw .secretName(
                    name: name,
                    reason: "it is an agent's login; the operator's allow_direct lets those in"
                )
            }
        }
    }

    private func check(_ request: DispatchRequest, _ limits: TenantLimits) throws(ServiceError) {
        guard request.timeoutSeconds <= limits.timeoutSeconds else {
            throw .beyondLimits("timeoutSeconds: at most \(limits.timeoutSeconds) for this tenant")
        }
        let (wanted, most) = (request.resources, limits.resources)
        guard wanted.cpuUnits <= most.cpuUnits, wanted.memoryMiB <= most.memoryMiB else {
            throw .beyondLimits("resourceConstraints: at most \(most.cpuUnits) CPU units and \(most.memoryMiB) MB")
        }
        guard wanted.cpuUnits <= settings.capacity.cpuUnits, wanted.memoryMiB <= settings.capacity.memoryMiB else {
            throw .beyondLimits("resourceConstraints: this host never has so much")
        }
    }

    /// A secret that is missing is told now, not when the dispatch starts.
    private func requireSecrets(of draft: DispatchDraft, _ request: DispatchRequest, tenant: Tenant) async throws {
        let manifest = parts.catalog.agents[draft.agent]?.manifest
        let model = request.options.isDirect ? nil : manifest?.model
        let needed =
            draft.secretNames + (model.map(\.authSecret).map { [$0] } ?? [])
            + (manifest?.directSecretNames(for: request) ?? [])
        var missing: [String] = []
        for name in needed where draft.secretValues[name] == nil {
            if name == model?.authSecret, settings.modelUpstreams[draft.agent] != nil { continue }
            if try await !parts.secrets.contains(name, tenant: tenant.id) { missing.append(name) }
        }
        guard missing.isEmpty else {
            throw InvalidRequest.missingSecrets(
                names: missing,
                agent: draft.agent,
                tenant: tenant.name,
                required: needed.count
            )
        }
    }
}

extension AdmissionPlan.Candidate {
    /// A dispatch as admission sees it.
    package init(_ dispatch: Dispatch) {
        self.init(
            id: dispatch.id,
            tenant: dispatch.tenant,
            agent: dispatch.request.agent,
            resources: dispatch.request.resources,
            workspace: dispatch.request.options.workspace,
            expiresAt: dispatch.request.options.expiresAt
        )
    }
}
