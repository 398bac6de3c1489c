extension AgentManifest {
    /// The model that a request means.
    package struct ResolvedModel: Sendable, Hashable {
        /// The id to hand to the agent; `none` for an agent without a model.
        package let id: String
        /// Decides the container's resources.
        package let tier: Tier
    }

    /// The id that stands for "no model" in records and on the wire.
    package static let noModel = "none"

    /// Finds the model for a requested id, alias or tier word (`flagship`, `balanced`, `fast`).
    ///
    /// - Parameter requested: nil takes the agent's first model.
    /// - Returns: the model's id and tier.
    /// - Throws: ``InvalidRequest/unknownModel(agent:model:known:)``.
    package func resolveModel(_ requested: String?) throws(InvalidRequest) -> ResolvedModel {
        guard let model else {
            guard requested == nil || requested == Self.noModel else {
                throw .unknownModel(agent: name, model: requested ?? "", known: [Self.noModel])
            }
            return ResolvedModel(id: Self.noModel, tier: .balanced)
        }
        guard let requested else { return resolved(model.ids[0]) }
        if let exact = model.ids.first(where: { $0.id == requested || $0.aliases.contains(requested) }) {
            return resolved(exact)
        }
        if let tier = Tier(rawValue: requested), let first = model.ids.first(where: { $0.tier == tier }) {
            return resolved(first)
        }
        throw .unknownModel(agent: name, model: requested, known: model.ids.map(\.id))
    }

    private func resolved(_ model: ModelID) -> ResolvedModel {
        ResolvedModel(id: model.id, tier: model.tier)
    }
}
