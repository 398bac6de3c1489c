internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// The fields of the form for a new dispatch, as they were typed.
struct DispatchFields {
    var agent = ""
    var model = ""
    var task = ""
    var repo = ""
    var branch = ""
    var timeout = ""
    var tags = ""
    /// Names of stored secrets.
    var secrets = ""
    /// Names of secrets whose values come with the form.
    var valueList = ""
    /// Those values, which are never shown again.
    var values: [String: String] = [:]
    var memory = ""
    var cpu = ""
    var context = ContextLevel.standard.text
    var mode = WorkspaceMode.ephemeral.rawValue
    var initMode = WorkspaceInit.full.rawValue
    var credentials = CredentialRoute.gateway.rawValue
    var egress = ""

    /// What stands before a secret's name in the name of its field.
    static let valuePrefix = "secret-value-"

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
        valueList = form["values", default: ""]
        for name in valueNames { values[name] = form[Self.valuePrefix + name] }
        memory = form["memory", default: ""]
        cpu = form["cpu", default: ""]
        context = form["context", default: context]
        mode = form["mode", default: mode]
        initMode = form["init", default: initMode]
        credentials = form["credentials", default: credentials]
        egress = form["egress", default: egress]
    }

    /// The same again, but for values of secrets: those were not kept.
    init(_ dispatch: Dispatch, _ presenter: Presenter) {
        let (request, options) = (dispatch.request, dispatch.request.options)
        agent = request.agent
        model = request.model == "none" ? "" : request.model
        task = request.task
        repo = presenter.repository(of: request) ?? ""
        branch = request.reference ?? ""
        timeout = String(request.timeoutSeconds)
        tags = options.tags.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: "\n")
        secrets = request.secretNames.joined(separator: " ")
        valueList = (options.valueSecretNames ?? []).joined(separator: " ")
        memory = options.resources.memoryMiB.map(String.init) ?? ""
        cpu = options.resources.cpuUnits.map(String.init) ?? ""
        // A number of tokens is for the command line alone.
        if ContextLevel.named.contains(options.context) { context = options.context.text }
        mode = options.workspaceMode.rawValue
        initMode = options.workspaceInit.rawValue
        credentials = (options.credentials ?? .gateway).rawValue
        egress = options.egress?.rawValue ?? ""
    }

    /// The secrets whose values are asked for, each once.
    var valueNames: [String] {
        Self.names(in: valueList).reduce(into: []) { names, name in
            if !names.contains(name), names.count < Self.mostValues { names.append(name) }
        }
    }

    /// As many as a request takes.
    private static let mostValues = 100

    static func names(in list: String) -> [String] {
        list.split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// For HTML that sends them back as they are.
    var escaped: DispatchFields {
        var fields = self
        let texts = [
            \DispatchFields.model, \.task, \.repo, \.branch, \.timeout, \.tags, \.secrets, \.memory, \.cpu,
        ]
        for field in texts { fields[keyPath: field] = HTMLText.escape(fields[keyPath: field]) }
        return fields
    }
}
