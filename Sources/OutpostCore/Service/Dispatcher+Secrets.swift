internal import Logging

extension Dispatcher {
    /// The secrets that a new container gets, with the values of those that are stored.
    func secrets(for dispatch: Dispatch, _ manifest: AgentManifest) async throws -> [String: String] {
        let request = dispatch.request
        var secrets = try await requestSecrets(of: dispatch)
        let lost = (request.options.valueSecretNames ?? []).filter { secrets[$0] == nil }
        guard lost.isEmpty else { throw LostSecrets(names: lost) }
        for name in request.secretNames + manifest.directSecretNames(for: request) where secrets[name] == nil {
            guard let value = try await parts.secrets.secret(name, tenant: dispatch.tenant) else {
                throw InvalidRequest.missingSecret(name: name, agent: request.agent)
            }
            secrets[name] = value
        }
        return secrets
    }

    /// The secrets that came with the request, as they are kept.
    private func requestSecrets(of dispatch: Dispatch) async throws -> [String: String] {
        guard dispatch.request.options.valueSecretNames != nil else { return [:] }
        return try await parts.requestSecrets.values(of: dispatch.id, tenant: dispatch.tenant) ?? [:]
    }

    /// The login that goes into the container, out of the secrets of its environment; nil where the gateway has the key.
    func directCredentials(
        for request: DispatchRequest,
        _ manifest: AgentManifest,
        takingFrom secrets: inout [String: String]
    ) -> DirectCredentials? {
        guard request.options.isDirect, let access = manifest.direct else { return nil }
        var values: [String: String] = [:]
        for secret in access.secrets { values[secret.name] = secrets.removeValue(forKey: secret.name) }
        return DirectCredentials(access: access, values: values, upstream: settings.modelUpstreams[manifest.name])
    }

    /// The container of an adopted dispatch has its secrets; their values are wanted for redaction alone, so one that
    /// cannot be had costs no dispatch its end.
    ///
    /// - Throws: ``StorageUnavailable``, while there is time to come again.
    func recallSecrets(of plan: inout DispatchPlan) async throws {
        let (dispatch, request) = (plan.dispatch, plan.dispatch.request)
        plan.heldSecrets =
            try await recalled(for: dispatch) { try await requestSecrets(of: dispatch).mapValues { [$0] } } ?? [:]
        let stored = request.secretNames + plan.manifest.directSecretNames(for: request)
        for name in stored where plan.heldSecrets[name] == nil {
            guard !(request.options.valueSecretNames ?? []).contains(name) else { continue }
            // A new version may have been set since the container got its own.
            let values =
                try await recalled(for: dispatch) {
                    try await parts.secrets.knownValues(name, tenant: dispatch.tenant)
                } ?? []
            plan.heldSecrets[name] = values.isEmpty ? nil : values
        }
        let names = Set(stored + (request.options.valueSecretNames ?? []))
        plan.unknownSecrets = names.filter { plan.heldSecrets[$0] == nil }.sorted()
        guard !plan.unknownSecrets.isEmpty else { return }
        logger.warning(
            "secrets of an adopted dispatch are not known any more; only known shapes are redacted in their place",
            metadata: ["dispatch.id": "\(dispatch.id)", "names": "\(plan.unknownSecrets)"]
        )
    }

    private func recalled<Values>(
        for dispatch: Dispatch,
        _ read: () async throws -> Values
    ) async throws -> Values? {
        do {
            return try await read()
        } catch let error as StorageUnavailable where !isOverdue(dispatch) {
            throw error
        } catch {
            return nil
        }
    }
}

/// Secrets that came with a request and are not kept: an earlier version of Outpost did not.
struct LostSecrets: Error, CustomStringConvertible {
    let names: [String]

    var description: String {
        "the values that came with the request (\(names.joined(separator: ", "))) are not there any more; they are not "
            + "kept over an update from a version that did not store them; send the request again"
    }
}
