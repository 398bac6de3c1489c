internal import OutpostAPI
internal import OutpostCore

extension DispatchDecoder {
    /// Who is to work on the task.
    enum Agents {
        case one(String)
        case several([String])

        /// The one whose absence is told with everything else that is wrong.
        var first: String? {
            switch self {
            case .one(let agent): agent
            case .several(let agents): agents.first
            }
        }
    }

    /// Reads `agent`, or `agents`.
    func agents(_ fields: inout FieldReader) -> Agents? {
        guard limits.allowsSeveralAgents, fields.value("agents") != nil else {
            return fields.string("agent", isRequired: true).map { .one($0) }
        }
        guard let agents = fields.strings("agents") else { return nil }
        if fields.value("agent") != nil {
            fields.refuse("agents", "Give agent or agents, not both")
        } else if agents.isEmpty || agents.count > BatchMember.maximum {
            fields.refuse("agents", "Expected 1 to \(BatchMember.maximum) agents, received \(agents.count)")
        } else if Set(agents).count < agents.count {
            fields.refuse("agents", "Every agent may be named once")
        }
        return .several(agents)
    }

    /// Reads `modelId`: a text for all, or an object with one for each agent.
    ///
    /// - Returns: the models by agent; nil for the key is every agent's that has none of its own.
    func models(_ fields: inout FieldReader, for agents: Agents?) -> [String?: String] {
        let names = ["model"]
        if case .several(let agents)? = agents, case .object(let members)? = fields.value("modelId", aliases: names) {
            var inner = FieldReader(members, prefix: "modelId.")
            var models: [String?: String] = [:]
            for name in members.keys.sorted() {
                if !agents.contains(name) { inner.refuse(name, "Is not among the agents") }
                models[name] = inner.text(name, maximum: 255, tooLong: "Model id too long")
            }
            fields.take(inner)
            return models
        }
        let model = fields.text("modelId", aliases: names, maximum: 255, tooLong: "Model id too long")
        return model.map { [nil: $0] } ?? [:]
    }

    /// Refuses what several agents cannot share.
    func check(_ agents: Agents?, _ options: DispatchOptions, _ fields: inout FieldReader) {
        guard case .several? = agents, options.workspaceMode == .persistent else { return }
        fields.refuse("workspaceMode", "A persistent workspace has one agent at a time; give agent, not agents")
    }
}
