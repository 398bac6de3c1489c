internal import CurlHTTP
internal import OutpostAPI

/// Words for calls of a server that failed.
extension CommandFailure {
    /// A failure that the server told.
    init(_ error: ErrorBody, from address: ServerAddress) {
        switch error.code {
        case .notFound: self.init(.notFound, error.message, hint: Self.whereToLook(error.message, address))
        case .conflict:
            let (status, id) = (Self.text("currentStatus", error), Self.text("dispatchId", error))
            self.init(
                .conflict,
                error.message + (status.map { ": it is \($0)" } ?? ""),
                hint: Self.details(error)["withheld"] != nil
                    ? "--reveal asks for it" : id.map { "outpost show \($0) tells how it stands" }
            )
        case .authentication:
            self.init(
                .notFound,
                "\(address.description) does not take the key: \(error.message)",
                hint: "outpost login stores another; outpost keys create makes one"
            )
        case .authorization:
            self.init(
                .notFound,
                "the key may not do that: \(error.message)",
                hint: "make one that may: outpost keys create --tenant NAME --scopes …"
            )
        case .validation: self.init(Self.status(of: error), Self.sentences(error))
        case .rateLimitExceeded:
            self.init(.infrastructure, error.message, hint: "wait a little, and run the command again")
        default: self.init(.infrastructure, "the server answered: \(error.message)")
        }
    }

    /// No answer came; a call that changes something may have been done.
    init(_ error: CurlError, at address: ServerAddress) {
        switch error {
        case .couldNotConnect(let reason):
            self.init(.infrastructure, "no server answers at \(address.description): \(reason)", hint: address.remedy)
        case .tls(let reason):
            self.init(
                .infrastructure,
                "\(address.description) cannot be trusted: \(reason)",
                hint: "where its certificate is by an authority of your own: SSL_CERT_FILE=FILE, with that one's (PEM)"
            )
        default:
            self.init(
                .infrastructure,
                "the server at \(address.description) did not answer: \(error)",
                hint: "what was asked for may have been done; look before you ask again"
            )
        }
    }

    private static func whereToLook(_ message: String, _ address: ServerAddress) -> String {
        switch address {
        case _ where message.hasPrefix("Workspace "): "outpost workspaces ls"
        case _ where message.hasPrefix("Git credential "): "outpost git-credentials list names them as rm takes them"
        case _ where message.hasPrefix("Webhook "): "outpost webhooks list"
        case _ where message.hasPrefix("Delivery "): "outpost webhooks deliveries ID lists what there is"
        case .local where message.hasPrefix("Dispatch "):
            "another tenant may have it (--tenant), or another data directory (--data-dir)"
        case .remote where message.hasPrefix("Dispatch "): "outpost ps --all lists what there is"
        default: "outpost tenants list, outpost keys list"
        }
    }

    /// What a request was refused for, as the process's exit status tells it.
    private static func status(of error: ErrorBody) -> CommandStatus {
        let details = details(error)
        if details["missingSecrets"] != nil { return .secret }
        if details["validModels"] != nil { return .model }
        switch error.problems.first?.path {
        case "agent": return .agent
        case "task": return .task
        case "repo", "repoUrl": return .repository
        default: return .usage
        }
    }

    private static func details(_ error: ErrorBody) -> [String: JSONValue] {
        guard case .object(let details)? = error.details else { return [:] }
        return details
    }

    private static func text(_ name: String, _ error: ErrorBody) -> String? {
        guard case .string(let text)? = details(error)[name] else { return nil }
        return text
    }

    private static func sentences(_ error: ErrorBody) -> String {
        guard !error.problems.isEmpty else { return error.message }
        return error.problems.map { $0.path.isEmpty ? $0.message : "\($0.path): \($0.message)" }
            .joined(separator: "\n  ")
    }
}
