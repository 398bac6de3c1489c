extension InvalidRequest: CustomStringConvertible {
    /// One sentence for people, whoever made the request.
    package var description: String {
        switch self {
        case .unknownAgent(let name, let known):
            "there is no agent named '\(name)'; there are: \(known.joined(separator: ", "))"
        case .unusableAgent(let name, let problem): "the agent '\(name)' cannot be used: \(problem)"
        case .unknownModel(let agent, let model, let known):
            "\(agent) has no model '\(model)'; it has: \(known.joined(separator: ", "))"
        case .task(let problem), .repository(let problem), .credentials(let problem): problem
        case .timeout(let seconds): "a timeout of \(seconds) seconds is out of range"
        case .reference(let name, let repository): "\(repository) has no branch, tag or commit '\(name)'"
        case .missingSecret(let name, let agent, _): "\(agent) needs \(name), which is not set"
        case .missingSecrets(let names, let agent, _, _):
            "\(agent) needs \(names.joined(separator: ", ")), which are not set"
        case .secretName(let name, let reason): "the secret '\(name)' cannot be used: \(reason)"
        case .upstream(let text): "'\(text)' is not an http or https URL"
        }
    }
}
