internal import OutpostCore

/// Splits a run's secrets: the model's credential stays with the gateway, the rest goes to the agent.
struct ModelCredentials {
    let settings: RunSettings
    let environment: [String: String]

    /// What becomes of a run's secrets.
    struct Split {
        /// Nil for an agent without a model, or with a login of its own.
        var model: ModelRoute?
        /// A login that goes into the container; nil where the gateway has the key.
        var direct: DirectCredentials?
        /// Secrets of the agent's environment.
        var environment: [String: String]
    }

    /// - Throws: ``InvalidRequest``.
    func resolve(_ manifest: AgentManifest) throws(InvalidRequest) -> Split {
        guard let model = manifest.model else { return Split(environment: settings.secrets) }
        if let upstream = settings.modelUpstream, !UpstreamURL.isValid(upstream) { throw .upstream(upstream) }
        if settings.isDirect, let access = manifest.direct { return try resolve(access, of: manifest) }
        var secrets = settings.secrets
        let credential =
            secrets.removeValue(forKey: model.authSecret)
            ?? (settings.modelUpstream == nil ? variable(model.authSecret) : nil)
        // A key from the environment belongs to the provider, so it is not sent to another address unasked.
        guard credential != nil || settings.modelUpstream != nil else {
            throw .missingSecret(name: model.authSecret, agent: manifest.name)
        }
        let route = ModelRoute(
            upstream: UpstreamURL.normalised(settings.modelUpstream ?? model.upstream),
            header: model.authHeader,
            credential: credential,
            dialect: model.dialect
        )
        return Split(model: route, environment: secrets)
    }

    private func resolve(_ access: DirectAccess, of manifest: AgentManifest) throws(InvalidRequest) -> Split {
        var secrets = settings.secrets
        var values: [String: String] = [:]
        for secret in access.secrets {
            let given = secrets.removeValue(forKey: secret.name)
            guard let value = given ?? (settings.modelUpstream == nil ? variable(secret.name) : nil) else {
                throw .missingSecret(name: secret.name, agent: manifest.name)
            }
            values[secret.name] = value
        }
        let upstream = settings.modelUpstream.map(UpstreamURL.normalised)
        let direct = DirectCredentials(access: access, values: values, upstream: upstream)
        return Split(direct: direct, environment: secrets)
    }

    private func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
}
