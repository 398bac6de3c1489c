internal import OutpostAPI

/// As much of JSON Schema as the document uses.
struct SchemaCheck {
    let document: JSONValue

    /// What of a value is not as the schema says, with the place; members that the schema does not name count too.
    func problems(_ value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
        guard case .object(var rules) = schema else { return ["\(place): no schema"] }
        if case .string(let reference)? = rules["$ref"] {
            guard case .object(let target)? = resolve(reference) else { return ["\(place): \(reference) is missing"] }
            rules = target
        }
        var problems: [String] = []
        if case .array(let choices)? = rules["oneOf"] {
            let found = choices.map { self.problems(value, $0, at: place) }
            problems += found.contains([]) ? [] : found.first ?? []
        }
        if let constant = rules["const"], constant != value { problems.append("\(place): not \(constant)") }
        if case .array(let words)? = rules["enum"], !words.contains(value) { problems.append("\(place): not in enum") }
        if let type = rules["type"], !matches(value, type) { problems.append("\(place): not of type \(type)") }
        switch value {
        case .object where rules["oneOf"] != nil: break
        case .object(let members): problems += object(members, rules, place)
        case .array(let elements):
            guard let items = rules["items"] else { break }
            for (index, element) in elements.enumerated() {
                problems += self.problems(element, items, at: "\(place).\(index)")
            }
        default: break
        }
        return problems
    }

    private func object(_ members: [String: JSONValue], _ rules: [String: JSONValue], _ place: String) -> [String] {
        var problems: [String] = []
        if case .array(let required)? = rules["required"] {
            for case .string(let name) in required where members[name] == nil {
                problems.append("\(place).\(name): missing")
            }
        }
        guard case .object(let properties)? = rules["properties"] else {
            guard let inner = rules["additionalProperties"] else { return problems }
            return problems + members.flatMap { self.problems($1, inner, at: "\(place).\($0)") }
        }
        for (name, value) in members {
            guard let schema = properties[name] else {
                problems.append("\(place).\(name): not described")
                continue
            }
            problems += self.problems(value, schema, at: "\(place).\(name)")
        }
        return problems
    }

    private func resolve(_ reference: String) -> JSONValue? {
        reference.split(separator: "/").dropFirst().reduce(Optional(document)) { current, part in
            guard case .object(let members)? = current else { return nil }
            return members[String(part)]
        }
    }

    private func matches(_ value: JSONValue, _ type: JSONValue) -> Bool {
        switch type {
        case .array(let types): return types.contains { matches(value, $0) }
        case .string(let name):
            switch value {
            case .null: return name == "null"
            case .bool: return name == "boolean"
            case .integer: return name == "integer" || name == "number"
            case .number: return name == "number"
            case .string: return name == "string"
            case .array: return name == "array"
            case .object: return name == "object"
            }
        default: return false
        }
    }
}
