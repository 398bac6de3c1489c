internal import Foundation
internal import Logging

extension Dispatcher {
    /// Runs one admitted dispatch to its end.
    func execute(_ id: DispatchID, _ stop: StopSignal) async {
        defer { finished(id) }
        do {
            guard let dispatch = try await parts.repository.dispatch(id), !dispatch.state.status.isTerminal else {
                return
            }
            guard dispatch.state.stopCause == nil else {
                _ = try await conclude(id, dispatch.state.cancelled())
                return
            }
            var plan: DispatchPlan
            do {
                plan = try await makePlan(for: dispatch)
                try await requireOurEngine()
            } catch ContainerError.unavailable(let reason) {
                waitForEngine(dispatch, reason)
                return
            } catch {
                logger.warning(
                    "could not be planned",
                    metadata: ["dispatch.id": "\(id)", "error": "\(String(reflecting: error))"]
                )
                _ = try await conclude(id, Self.unplanned(error))
                return
            }
            guard try await !didExpire(dispatch) else { return }
            let hub = hub
            await place(&plan)
            let result = try await withRelease(of: plan.warm) { [plan] in
                try await parts.runner.run(plan, stop: stop) { _ in hub.notify(id) }
            }
            await used(plan.workspace?.workspace, bytes: result.facts?.workspaceBytes)
            await parts.retention?.measure(id)
        } catch {
            logAbandoned(id, error)
        }
    }

    /// Nothing was made yet, so the dispatch waits as if it had not been admitted.
    private func waitForEngine(_ dispatch: Dispatch, _ reason: String) {
        logger.error("the engine went away", metadata: ["dispatch.id": "\(dispatch.id)", "error": "\(reason)"])
        isEngineUp = false
        waiting[dispatch.id] = AdmissionPlan.Candidate(dispatch)
    }

    /// The engine may have been replaced since the last look.
    ///
    /// - Throws: ``ContainerError/unavailable(_:)`` while another one answers.
    func requireOurEngine() async throws {
        guard let watch = parts.engineWatch, try await !watch.isOurs() else { return }
        guard let foreign = await watch.foreign else { return }
        throw ContainerError.unavailable("\(foreign)")
    }

    /// Stays with a container that an earlier process made, to its end.
    func adopt(
        _ id: DispatchID,
        _ container: ContainerSnapshot,
        afterOutage: Bool,
        _ stop: StopSignal
    ) async {
        defer { finished(id) }
        do {
            guard let dispatch = try await parts.repository.dispatch(id) else { return }
            let plan: DispatchPlan
            do {
                plan = try await makePlan(for: dispatch, adopted: container)
            } catch  where error is InvalidRequest || isOverdue(dispatch) {
                // Without its routes the agent can do nothing but wait. Any other failure may pass before it is due.
                try await parts.driver.remove(container.handle)
                let flags: [DispatchFlag] = dispatch.state.boot == nil ? [] : [.artifactsPartial]
                _ = try await conclude(id, Self.unplanned(error, flags: flags))
                return
            }
            let hub = hub
            let result = try await parts.runner.adopt(
                plan,
                container: container.handle,
                afterOutage: afterOutage,
                stop: stop
            ) { _ in hub.notify(id) }
            await used(plan.workspace?.workspace, bytes: result.facts?.workspaceBytes)
            await parts.retention?.measure(id)
        } catch {
            logAbandoned(id, error, afterOutage: afterOutage)
        }
    }

    /// Whether its time, and that to hand in its results, is over.
    func isOverdue(_ dispatch: Dispatch) -> Bool {
        guard let startedAt = dispatch.state.startedAt else { return false }
        let grace = DispatchRunner.agentGrace + DispatchRunner.collectGrace
        let allowed = Double(dispatch.request.timeoutSeconds) + Double(grace.components.seconds)
        return now().timeIntervalSince(startedAt) > allowed
    }

    /// A dispatch that nobody stays with any more, because we stop or because the database does not answer, is found
    /// again by the next look or the next process.
    private func logAbandoned(_ id: DispatchID, _ error: any Error, afterOutage: Bool = false) {
        guard !(error is CancellationError) else {
            logger.notice("left to be adopted", metadata: ["dispatch.id": "\(id)"])
            return
        }
        guard let known = running[id] else { return }
        unsupervised[id] = Unsupervised(
            candidate: known.candidate,
            didLoseEngine: afterOutage,
            container: known.container
        )
        if let lost = error as? WarmContainerLost {
            logger.notice(
                "a container ended before it was given its job",
                metadata: ["dispatch.id": "\(id)", "container.name": "\(lost.container.name)"]
            )
            return
        }
        if case ContainerError.unavailable(let reason) = error {
            unsupervised[id]?.didLoseEngine = true
            isEngineUp = false
            logger.error("the engine went away", metadata: ["dispatch.id": "\(id)", "error": "\(reason)"])
            return
        }
        logger.error("a dispatch's end was not recorded", metadata: ["dispatch.id": "\(id)", "error": "\(error)"])
    }

    private func makePlan(for dispatch: Dispatch, adopted: ContainerSnapshot? = nil) async throws -> DispatchPlan {
        let request = dispatch.request
        let folder = try parts.catalog.agent(request.agent)
        guard let manifest = folder.manifest else {
            throw InvalidRequest.unknownAgent(name: request.agent, known: parts.catalog.names)
        }
        if dispatch.state.boot == nil { try await requireDirectAllowed(for: request, tenant: dispatch.tenant) }
        // A started one has them already.
        var secrets = dispatch.state.boot == nil ? try await secrets(for: dispatch, manifest) : [:]
        let direct = directCredentials(for: request, manifest, takingFrom: &secrets)
        let model = direct == nil ? try await modelRoute(for: manifest, dispatch.tenant) : nil
        let image: AgentImage
        if let adopted { image = adopted.image } else { image = try await self.image(for: folder) }
        let repository = try await repositoryRoute(for: request, dispatch.tenant)
        let directHosts = direct.map { DirectCredentials.hosts(of: $0.access, upstream: $0.upstream) } ?? []
        let egress = try await parts.egress?.access(
            tenant: dispatch.tenant,
            manifest: manifest.egress,
            requested: request.options.egress,
            direct: directHosts
        )
        var plan = DispatchPlan(
            dispatch: dispatch,
            image: image,
            manifest: manifest,
            model: model,
            repository: repository,
            checkout: request.reference,
            secrets: secrets,
            egress: egress
                ?? EgressPolicy().access(
                    presets: EgressPresets(),
                    manifest: manifest.egress,
                    requested: request.options.egress,
                    direct: directHosts
                ),
            workspace: try await openWorkspace(of: dispatch),
            door: .directory("\(settings.doors)/\(dispatch.doorFolder)")
        )
        plan.direct = direct
        if adopted != nil {
            try await recallSecrets(of: &plan)
        } else {
            plan.tenantRuntime = try await parts.identities.tenant(dispatch.tenant)?.runtime
        }
        return plan
    }

    private func image(for folder: AgentFolder) async throws -> AgentImage {
        do {
            return try await parts.images.image(for: folder)
        } catch let error as ContainerError {
            throw error
        } catch {
            throw ContainerError.imageMissing(ErrorText.sentence(error))
        }
    }

    private func modelRoute(for manifest: AgentManifest, _ tenant: String) async throws -> ModelRoute? {
        guard let model = manifest.model else { return nil }
        let credential = try await parts.secrets.secret(model.authSecret, tenant: tenant)
        let upstream = settings.modelUpstreams[manifest.name]
        guard credential != nil || upstream != nil else {
            throw InvalidRequest.missingSecret(name: model.authSecret, agent: manifest.name)
        }
        return ModelRoute(
            upstream: upstream ?? model.upstream,
            header: model.authHeader,
            credential: credential,
            dialect: model.dialect
        )
    }

    private static func unplanned(_ error: any Error, flags: [DispatchFlag] = []) -> DispatchEnd {
        let (reason, message): (DispatchReason, String) =
            switch error {
            case ContainerError.imageMissing(let text): (.image, text)
            case InvalidRequest.missingSecret(let name, _, _): (.setup, "the secret \(name) is not there any more")
            case InvalidRequest.repository(let text): (.repository, text)
            case InvalidRequest.credentials(let text): (.setup, text)
            case let error as LostSecrets: (.setup, error.description)
            default: (.infrastructure, ErrorText.sentence(error))
            }
        return DispatchEnd(status: .failed, reason: reason, message: message, flags: flags)
    }
}
