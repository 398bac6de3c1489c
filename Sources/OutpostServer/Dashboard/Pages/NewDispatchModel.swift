internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

/// The form for a new dispatch: what was typed, and what is wrong with it.
struct NewDispatchModel {
    let token: String
    let once: String
    let fields: DispatchFields
    let agents: [FormOption]
    let contexts: [FormOption]
    let modes: [FormOption]
    let inits: [FormOption]
    let credentials: [FormOption]
    let egress: [FormOption]
    /// The secrets whose values are asked for; nil for none.
    let values: Values?
    let errors: Errors
    let message: String?
    let others: [FailureModel.Problem]

    /// What is wrong with a field; nil where nothing is.
    struct Errors {
        var agent, model, task, repo, branch, timeout, tags, secrets, mode, credentials, egress, resources: String?
    }

    /// Secrets whose values came with a request, and were written down nowhere.
    struct Values {
        let typed: String
        let names: [String]
    }

    init(
        _ fields: DispatchFields,
        agents known: [String],
        token: String,
        once: String,
        failure: APIError? = nil
    ) {
        self.token = token
        self.once = once
        self.fields = fields.escaped
        agents = FormOption.list(known, selected: fields.agent, any: "Choose an agent")
        contexts = FormOption.list(ContextLevel.named.map(\.text), selected: fields.context)
        modes = FormOption.list(WorkspaceMode.allCases.map(\.rawValue), selected: fields.mode)
        inits = FormOption.list(WorkspaceInit.allCases.map(\.rawValue), selected: fields.initMode)
        credentials = FormOption.list(CredentialRoute.allCases.map(\.rawValue), selected: fields.credentials)
        egress = FormOption.list(
            [EgressMode.none, .policy].map(\.rawValue),
            selected: fields.egress.isEmpty ? nil : fields.egress,
            any: "As the policy says"
        )
        let names = fields.valueNames
        values = names.isEmpty ? nil : Values(typed: HTMLText.escape(fields.valueList), names: names)
        var errors = Errors()
        var others: [FailureModel.Problem] = []
        for problem in failure?.body.problems ?? [] {
            Self.assign(problem, to: &errors) { others.append(.init(field: problem.path, text: problem.message)) }
        }
        if let failure, failure.body.message.hasPrefix("Invalid model") { errors.model = failure.body.message }
        self.errors = errors
        self.others = others
        message = failure.map { $0.body.problems.isEmpty ? $0.body.message : "Nothing was sent: mend what is marked." }
    }

    private static func assign(_ problem: FieldProblem, to errors: inout Errors, otherwise: () -> Void) {
        let field = problem.path.split(separator: ".").first.map(String.init) ?? ""
        let places: [String: WritableKeyPath<Errors, String?>] = [
            "agent": \.agent, "modelId": \.model, "task": \.task, "repo": \.repo, "repoUrl": \.repo,
            "branch": \.branch, "timeoutSeconds": \.timeout, "tags": \.tags, "additionalSecrets": \.secrets,
            "workspaceMode": \.mode, "credentials": \.credentials, "egress": \.egress,
            "resourceConstraints": \.resources,
        ]
        guard let place = places[field] else { return otherwise() }
        errors[keyPath: place] = [errors[keyPath: place], problem.message].compactMap(\.self).joined(separator: "; ")
    }
}
