internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension APIError {
    /// What a client is told of an error: the one place that decides it.
    init(_ error: any Error, in context: ServerContext) {
        switch error {
        case let error as APIError: self = error
        case let error as AuthenticationFailure:
            self.init(.unauthorized, .authentication, error.message)
        case let error as ServiceError: self.init(service: error, in: context)
        case let error as PromotionError: self.init(promotion: error)
        case let error as InvalidRequest: self.init(request: error)
        case let error as IdentityError: self.init(identity: error)
        case SecretError.unknown(let reference):
            self = .notFound(reference.kind == .git ? "Git credential" : "Secret", reference.name)
        case SecretError.rekeyed:
            let message = "The secrets are being sealed under new keys, and nothing was changed; try again"
            self = APIError(.serviceUnavailable, .serviceUnavailable, message).retrying(after: 5)
        case let error as WebhookError: self.init(webhook: error)
        case let error as InvalidAdministration:
            self.init(problems: error.problems.map { FieldProblem(path: $0.field, message: $0.message) })
        case let error as HTTPError where error.status.code < 500:
            self.init(error.status, error.status == .notFound ? .notFound : .validation, "Bad request")
        case let error as LocalFailure: self.init(.conflict, .conflict, error.message)
        case is StorageFull:
            let message =
                "The server's disk is full or read-only, and nothing was changed; try again when its operator mended that"
            self = APIError(.serviceUnavailable, .serviceUnavailable, message).retrying(after: 60)
        case StorageUnavailable.locked:
            let message = "Another process holds the server's database, and nothing was changed; try again"
            self = APIError(.serviceUnavailable, .serviceUnavailable, message).retrying(after: 5)
        case StorageUnavailable.failing:
            let message = "The server's disk fails, and nothing was changed; try again when its operator mended it"
            self = APIError(.serviceUnavailable, .serviceUnavailable, message).retrying(after: 60)
        case is CancellationError: self.init(service: .stopping, in: context)
        default: self = .unexpected
        }
    }

    private init(service error: ServiceError, in context: ServerContext) {
        switch error {
        case .notFound: self = context.missingSubject
        case .alreadyEnded(let status):
            self.init(
                .conflict,
                .conflict,
                "Cannot cancel dispatch in terminal state",
                details: ["dispatchId": .string(context.subjectID), "currentStatus": .string(status.rawValue)]
            )
        case .alreadyStopping(let cause, let status):
            self.init(
                .conflict,
                .conflict,
                cause == .cancel ? "Dispatch is being cancelled already" : "Dispatch is being stopped at its timeout",
                details: ["dispatchId": .string(context.subjectID), "currentStatus": .string(status.rawValue)]
            )
        case .idempotencyConflict:
            self.init(.conflict, .conflict, "The idempotency key was used for a different request")
        case .queueFull(let limit):
            let message = "Too many dispatches are waiting"
            self = APIError(.tooManyRequests, .rateLimitExceeded, message, details: ["limit": .integer(limit)])
                .retrying(after: 30)
        case .overQuota(let problem): self = .overQuota(problem)
        case .stillRunning(let status):
            self.init(
                .conflict,
                .conflict,
                "The dispatch has not ended: its artifacts can be removed when it has, or cancel it",
                details: ["dispatchId": .string(context.subjectID), "currentStatus": .string(status.rawValue)]
            )
        case .beyondLimits(let message): self.init(.badRequest, .validation, message)
        case .workspaceInUse(let dispatch):
            self.init(
                .conflict,
                .conflict,
                "The workspace is in use: delete it when its dispatch has ended, or cancel that",
                details: dispatch.map { ["dispatchId": .string($0.text)] }
            )
        case .stopping:
            self = APIError(.serviceUnavailable, .serviceUnavailable, "The server is stopping").retrying(after: 10)
        }
    }

    private init(request error: InvalidRequest) {
        switch error {
        case .unknownAgent(let name, let known): self.init(problem: "agent", Self.unknownAgent(name, known))
        case .unusableAgent(let name, _):
            self.init(problem: "agent", "The agent '\(PlainText.excerpt(name))' cannot be used")
        case .unknownModel(let agent, let model, let known):
            let model = PlainText.excerpt(model)
            self.init(
                .badRequest,
                .validation,
                "Invalid model for agent \(agent): \(model)",
                details: [
                    "agent": .string(agent), "modelId": .string(model),
                    "validModels": .array(known.map { .string($0) }),
                ]
            )
        case .task(let message): self.init(problem: "task", message)
        case .timeout: self.init(problem: "timeoutSeconds", "Number must be between 30 and 86400")
        case .repository(let message): self.init(problem: "repo", message)
        case .reference(let name, _):
            self.init(problem: "branch", "'\(PlainText.excerpt(name))' cannot be a branch, tag or commit")
        case .missingSecret(let name, let agent, let tenant):
            self.init(missing: [name], agent: agent, tenant: tenant, required: 1)
        case .missingSecrets(let names, let agent, let tenant, let required):
            self.init(missing: names, agent: agent, tenant: tenant, required: required)
        case .secretName(let name, let reason):
            self.init(problem: "additionalSecrets.\(PlainText.excerpt(name))", reason)
        case .credentials(let message): self.init(problem: "credentials", message)
        case .upstream: self.init(.badRequest, .validation, "The address of the agent's model is not usable")
        }
    }

    /// Says with which commands the secrets are set.
    private init(missing names: [String], agent: String, tenant: String?, required: Int) {
        let whose = tenant.map { "--tenant " + ShellWord.quoted($0) } ?? "--shared"
        let commands = names.map { "outpost secrets set \($0) \(whose)" }
        let subject = names.count == 1 ? "the secret \(names[0]), which is" : "secrets that are"
        self.init(
            .badRequest,
            .validation,
            "The agent \(agent) needs \(subject) not set: \(commands.joined(separator: "; "))",
            details: ["missingSecrets": .array(names.map { .string($0) }), "totalRequired": .integer(required)]
        )
    }

    private init(identity error: IdentityError) {
        switch error {
        case .nameTaken(let name):
            self.init(.conflict, .conflict, "A tenant with the name or id '\(PlainText.excerpt(name))' exists")
        case .unknownTenant(let name): self = .notFound("Tenant", name)
        case .unknownKey(let id): self = .notFound("Key", id)
        case .ambiguousKey(let prefix):
            self.init(.conflict, .conflict, "More than one key begins with '\(PlainText.excerpt(prefix))'")
        case .endedKey(let id):
            self.init(.conflict, .conflict, "The key '\(PlainText.excerpt(id))' is expired or revoked")
        }
    }

    private init(webhook error: WebhookError) {
        switch error {
        case .unknown(let id): self = .notFound("Webhook", id)
        case .unknownDelivery(let id): self = .notFound("Delivery", id)
        case .tooMany, .switchedOff, .stillPending:
            self.init(.conflict, .conflict, error.description.prefix(1).uppercased() + error.description.dropFirst())
        }
    }

    private init(problem path: String, _ message: String) {
        self.init(problems: [FieldProblem(path: path, message: message)])
    }

    /// The message for an agent that does not exist, in the words of Outpost v2's validator.
    static func unknownAgent(_ name: String, _ known: [String]) -> String {
        let expected = known.map { "'\($0)'" }.joined(separator: " | ")
        return "Invalid enum value. Expected \(expected), received '\(PlainText.excerpt(name))'"
    }
}

extension ServerContext {
    /// The id that the path names.
    var subjectID: String {
        for name in ["dispatchId", "jobId", "workspaceId", "batchId"] where parameters.get(name) != nil {
            return parameter(name)
        }
        return ""
    }

    /// The one answer for what does not exist and for what is somebody else's.
    var missingSubject: APIError {
        if parameters.get("jobId") != nil { return .notFound("Job", subjectID) }
        if parameters.get("workspaceId") != nil { return .notFound("Workspace", subjectID) }
        if parameters.get("batchId") != nil { return .notFound("Batch", subjectID) }
        return .notFound("Dispatch", subjectID)
    }
}
