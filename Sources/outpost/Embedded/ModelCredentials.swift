internal import OutpostCore

/// Splits a run's secrets: the model's credential stays with the gateway, the rest goes to the agent.
struct ModelCredentials {
    let settings: RunSettings
    let environment: [String: String]

    /// - Throws: ``InvalidRequest``.
    func resolve(
        _ manifest: AgentManifest
    ) throws(InvalidRequest) -> (model: ModelRoute?, environment: [String: String]) {
        var secrets = settings.secrets
        guard let model = manifest.model else { return (nil, secrets) }
        let variable = environment[model.authSecret].flatMap { $0.isEmpty ? nil : $0 }
        let credential =
            secrets.removeValue(forKey: model.authSecret) ?? (settings.modelUpstream == nil ? variable : nil)
        if let upstream = settings.modelUpstream, !UpstreamURL.isValid(upstream) { throw .upstream(upstream) }
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
        return (route, secrets)
    }
}
