/// A tool that a request offers to the model.
struct OfferedTool: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// Arguments are a JSON object.
        case function
        /// The input is free text.
        case custom
    }

    var name: String
    var kind: Kind
    /// The `type` of each top-level parameter, lowercased.
    var parameters: [String: String]

    init(name: String, kind: Kind = .function, parameters: [String: String] = [:]) {
        self.name = name
        self.kind = kind
        self.parameters = parameters
    }

    init?(name: JSON, kind: Kind = .function, schema: JSON) {
        guard let name = name.string else { return nil }
        let types = schema["properties"].members.mapValues { ($0["type"].string ?? "").lowercased() }
        self.init(name: name, kind: kind, parameters: types)
    }

    /// The first of these names that is a parameter.
    func parameter(among names: [String]) -> String? {
        names.first { parameters[$0] != nil }
    }
}
