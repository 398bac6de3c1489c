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
    let errors: Errors
    let message: String?
    let others: [FailureModel.Problem]

    /// What is wrong with a field; nil where nothing is.
    struct Errors {
        var agent, model, task, repo, branch, timeout, tags, secrets, mode: String?
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
            "workspaceMode": \.mode,
        ]
        guard let place = places[field] else { return otherwise() }
        errors[keyPath: place] = [errors[keyPath: place], problem.message].compactMap(\.self).joined(separator: "; ")
    }
}

/// The fields of the form, as they were typed.
struct DispatchFields {
    var agent = ""
    var model = ""
    var task = ""
    var repo = ""
    var branch = ""
    var timeout = ""
    var tags = ""
    var secrets = ""
    var context = ContextLevel.standard.text
    var mode = WorkspaceMode.ephemeral.rawValue
    var initMode = WorkspaceInit.full.rawValue

    init() {}

    /// What somebody typed.
    init(_ form: [String: String]) {
        agent = form["agent", default: ""]
        model = form["model", default: ""]
        // Browsers send line ends as CR LF.
        task = form["task", default: ""].replacing("\r\n", with: "\n")
        repo = form["repo", default: ""]
        branch = form["branch", default: ""]
        timeout = form["timeout", default: ""]
        tags = form["tags", default: ""].replacing("\r\n", with: "\n")
        secrets = form["secrets", default: ""]
        context = form["context", default: context]
        mode = form["mode", default: mode]
        initMode = form["init", default: initMode]
    }

    /// The same again.
    init(_ dispatch: DispatchBody) {
        agent = dispatch.agent
        model = dispatch.modelId == "none" ? "" : dispatch.modelId
        task = dispatch.task
        repo = dispatch.repo ?? ""
        branch = dispatch.branch ?? ""
        timeout = String(dispatch.timeoutSeconds)
        tags = (dispatch.tags ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: "\n")
        context = dispatch.context
        mode = dispatch.workspaceMode
        initMode = dispatch.workspaceInitMode
    }

    /// For HTML that sends them back as they are.
    fileprivate var escaped: DispatchFields {
        var fields = self
        for field in [\DispatchFields.model, \.task, \.repo, \.branch, \.timeout, \.tags, \.secrets] {
            fields[keyPath: field] = HTMLText.escape(fields[keyPath: field])
        }
        return fields
    }

    /// The body of `POST /dispatch` that they mean.
    func body(once: String) -> [String: JSONValue] {
        var body: [String: JSONValue] = [
            "task": .string(task), "context": .string(context), "workspaceMode": .string(mode),
            "workspaceInitMode": .string(initMode),
        ]
        let texts = [("agent", agent), ("modelId", model), ("branch", branch), ("idempotencyKey", once)]
        for (name, text) in texts where !text.isEmpty { body[name] = .string(text) }
        if !repo.isEmpty { body[repo.contains(":") ? "repoUrl" : "repo"] = .string(repo) }
        if !timeout.isEmpty { body["timeoutSeconds"] = Int(timeout).map { .integer($0) } ?? .string(timeout) }
        let pairs = tags.split(separator: "\n").map { line in
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (halves[0], JSONValue.string(halves.count == 2 ? halves[1] : ""))
        }
        if !pairs.isEmpty { body["tags"] = .object(Dictionary(pairs) { _, last in last }) }
        let names = secrets.split { $0 == "," || $0.isWhitespace }.map { JSONValue.string(String($0)) }
        if !names.isEmpty { body["additionalSecrets"] = .array(names) }
        return body
    }
}
