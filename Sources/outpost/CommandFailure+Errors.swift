internal import DockerEngine
internal import OutpostCore
internal import OutpostDocker
internal import OutpostServer
internal import OutpostStore

/// The one place where errors of the layers below become words for people.
extension CommandFailure {
    init(_ error: InvalidRequest) {
        switch error {
        case .unknownAgent(let name, let known):
            self.init(
                .agent,
                "there is no agent named '\(name)'" + EditDistance.suggestion(for: name, among: known),
                hint: "known agents: \(known.joined(separator: ", ")); more can be added with --agents-dir"
            )
        case .unusableAgent(let name, let problem): self.init(problem, agent: name)
        case .unknownModel(let agent, let model, let known):
            self.init(
                .model,
                "\(agent) has no model '\(model)'" + EditDistance.suggestion(for: model, among: known),
                hint: known == [AgentManifest.noModel]
                    ? "this agent has no model: leave --model out"
                    : "it has: \(known.joined(separator: ", ")), or the words flagship, balanced, fast"
            )
        case .task(let problem): self.init(.task, problem, hint: "outpost run AGENT \"what to do\"")
        case .timeout:
            let range = DispatchRequest.timeoutRange
            self.init(
                .usage,
                error.description,
                hint: "it must be between \(range.lowerBound) s and \(range.upperBound) s, such as --timeout 10m"
            )
        case .repository(let problem):
            self.init(.repository, problem, hint: "--repo takes a git repository's folder, an https URL, or owner/name")
        case .reference: self.init(.reference, error.description, hint: "see: git branch -a")
        case .missingSecret(let name, let agent, _):
            self.init(
                .secret,
                error.description,
                hint: "export \(name)=…, or name another variable: --secret-env \(name)=VARIABLE; "
                    + "to see it work without a key: outpost demo \(agent)"
            )
        case .missingSecrets: self.init(.secret, error.description)
        case .secretName:
            self.init(
                .secret,
                error.description,
                hint: "a name has letters, digits and '_', such as NPM_TOKEN"
            )
        case .credentials: self.init(.usage, error.description, hint: "leave out --direct, or run another agent")
        case .upstream: self.init(.usage, error.description, hint: "--model-upstream http://127.0.0.1:11434")
        }
    }

    init(_ error: AgentFolderError, agent: String? = nil) {
        let who = agent.map { "the agent '\($0)' cannot be used: " } ?? "the agents cannot be read: "
        self.init(.agent, who + error.description)
    }

    init(_ error: DockerError) {
        switch error {
        case .unavailable(.timedOut, _):
            self.init(.engineHangs, error.description, hint: "look at the engine's log, or restart it")
        case .unavailable:
            self.init(
                .noEngine,
                error.description,
                hint: EngineHint.start
            )
        case .unsupported: self.init(.noEngine, error.description)
        default: self.init(.infrastructure, error.description)
        }
    }

    init(_ error: ImageError) {
        switch error {
        case .buildFailed:
            self.init(.image, error.description)
        case .noBaseImage:
            self.init(
                .image,
                error.description,
                hint: "where no registry answers, docker/base-image.sh makes one from Debian's packages"
            )
        }
    }

    init(_ error: HarnessError) {
        switch error {
        case .unknown(let agent, let harness, let known):
            self.init(
                .agent,
                "\(agent) has no harness '\(harness)'" + EditDistance.suggestion(for: harness, among: known),
                hint: "it has: \(known.joined(separator: ", "))"
            )
        case .noSource:
            self.init(
                .agent,
                error.description,
                hint: "--agents-dir names a directory that has it"
            )
        case .unreachable:
            self.init(
                .image,
                error.description,
                hint: "build it where it does, or name a mirror by the variable in the agent's agent.yaml"
            )
        }
    }

    init(_ error: ContainerError) {
        switch error {
        case .unavailable: self.init(.noEngine, error.description)
        case .imageMissing: self.init(.image, error.description)
        case .nameTaken, .notAsAsked, .refused, .vanished: self.init(.infrastructure, error.description)
        }
    }

    /// Turns what the layers throw into a failure; what is not known keeps its own words.
    static func wrapping(_ error: any Error) -> any Error {
        switch error {
        case let error as InvalidRequest: CommandFailure(error)
        case let error as AgentFolderError: CommandFailure(error)
        case let error as DockerError: CommandFailure(error)
        case let error as ImageError: CommandFailure(error)
        case let error as HarnessError: CommandFailure(error)
        case let error as ContainerError: CommandFailure(error)
        case let error as DataDirectoryError: CommandFailure(error)
        case let error as TLSFileError:
            CommandFailure(.usage, error.description, hint: "--tls-certificate FILE --tls-key FILE, both in PEM form")
        case let error as DatabaseProblem: CommandFailure(error)
        case let error as BackupError: CommandFailure(error)
        case let error as IdentityError: CommandFailure(error)
        case let error as SecretError: CommandFailure(error)
        case let error as InvalidAdministration: CommandFailure(error)
        case let error as PromotionError: CommandFailure(error)
        case let error as WebhookError: CommandFailure(error)
        default: error
        }
    }
}
