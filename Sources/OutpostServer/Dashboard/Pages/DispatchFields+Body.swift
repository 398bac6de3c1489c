internal import OutpostAPI
internal import OutpostCore

extension DispatchFields {
    /// The body of `POST /dispatch` that the fields mean.
    ///
    /// - Throws: ``APIError`` for secrets that it cannot have.
    func body(once: String) throws(APIError) -> [String: JSONValue] {
        var body: [String: JSONValue] = [
            "task": .string(task), "context": .string(context), "workspaceMode": .string(mode),
            "workspaceInitMode": .string(initMode), "credentials": .string(credentials),
        ]
        let texts = [
            ("agent", agent), ("modelId", model), ("branch", branch), ("idempotencyKey", once), ("egress", egress),
        ]
        for (name, text) in texts where !text.isEmpty { body[name] = .string(text) }
        if !repo.isEmpty { body[repo.contains(":") ? "repoUrl" : "repo"] = .string(repo) }
        if !timeout.isEmpty { body["timeoutSeconds"] = Self.number(timeout) }
        let resources = [("maxMemoryMb", memory), ("maxCpuUnits", cpu)].filter { !$1.isEmpty }
        if !resources.isEmpty {
            body["resourceConstraints"] = .object(Dictionary(resources.map { ($0, Self.number($1)) }) { $1 })
        }
        let pairs = tags.split(separator: "\n").map { line in
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (halves[0], JSONValue.string(halves.count == 2 ? halves[1] : ""))
        }
        if !pairs.isEmpty { body["tags"] = .object(Dictionary(pairs) { _, last in last }) }
        body["additionalSecrets"] = try additionalSecrets()
        return body
    }

    private static func number(_ text: String) -> JSONValue { Int(text).map { .integer($0) } ?? .string(text) }

    /// Names or values: a request has one of them.
    private func additionalSecrets() throws(APIError) -> JSONValue? {
        let (stored, given) = (Self.names(in: secrets), valueNames)
        guard !given.isEmpty else { return stored.isEmpty ? nil : .array(stored.map { .string($0) }) }
        guard stored.isEmpty else {
            throw Self.refused("A dispatch takes stored secrets or values of its own, not both: leave one list empty")
        }
        let missing = given.filter { values[$0, default: ""].isEmpty }
        guard missing.isEmpty else {
            let names = missing.joined(separator: ", ")
            throw Self.refused("Give the value of \(names), which is not kept, or take the name off the list")
        }
        return .object(values.mapValues { .string($0) })
    }

    private static func refused(_ message: String) -> APIError {
        APIError(problems: [FieldProblem(path: "additionalSecrets", message: message)])
    }
}
