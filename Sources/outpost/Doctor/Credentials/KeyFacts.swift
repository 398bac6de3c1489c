internal import OutpostCore

/// What is known of the secrets that an agent needs for its model.
struct KeyFacts: Sendable, Equatable {
    let agent: String
    /// The name of its key, such as `ANTHROPIC_API_KEY`.
    let name: String
    /// What looks wrong about the value in the environment; nil where there is none or nothing does.
    var objection: String?
    /// Whether the environment has it.
    var isInEnvironment: Bool
    /// Whether it is stored for all tenants.
    var isShared: Bool
    /// The tenants that have one of their own.
    var tenants: [String]
    /// What its provider said of the value at each place where it was asked.
    var asked: [Asked] = []
    /// Why stored values were not asked about; nil where they were, or where nothing was to be asked.
    var unasked: String?

    /// Where a value is.
    enum Place: Sendable, Hashable {
        case environment
        case shared
        /// By the tenant's name.
        case tenant(String)
    }

    /// What a provider said of one value.
    struct Asked: Sendable, Equatable {
        let place: Place
        let answer: KeyCall.Answer
    }

    /// Everywhere that a value is.
    var places: [Place] {
        (isInEnvironment ? [.environment] : []) + (isShared ? [.shared] : []) + tenants.map(Place.tenant)
    }

    /// Whether anybody's dispatch gets one.
    var isThere: Bool { isInEnvironment || isShared || !tenants.isEmpty }

    /// Of each agent that has a model.
    static func collect(
        _ catalog: AgentCatalog,
        environment: [String: String],
        stored: StoredFacts
    ) -> [KeyFacts] {
        catalog.names.compactMap { name in
            guard let key = catalog.agents[name]?.manifest?.model?.authSecret else { return nil }
            let value = environment[key].flatMap { $0.isEmpty ? nil : $0 }
            return KeyFacts(
                agent: name,
                name: key,
                objection: value.flatMap(KeyShape.objection),
                isInEnvironment: value != nil,
                isShared: stored.shared.contains(key),
                tenants: stored.tenants.filter { $0.value.contains(key) }.keys.sorted()
            )
        }
    }
}

/// How a provider's key looks.
enum KeyShape {
    private static let shortest = 8

    /// What cannot be right about a value, without the value; nil where nothing is.
    static func objection(_ value: String) -> String? {
        if value.contains(where: \.isNewline) { return "it has a line end in it" }
        if value.contains(where: \.isWhitespace) { return "it has a blank in it" }
        if value.contains(where: { "\"'`“”‘’".contains($0) }) { return "it has a quotation mark in it" }
        if !value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { return "it has characters that no key has" }
        if value.hasPrefix("<") || value.hasPrefix("$") || value.contains("...") { return "it is a placeholder" }
        if value.utf8.count < shortest { return "it has fewer than \(shortest) characters" }
        return nil
    }
}
