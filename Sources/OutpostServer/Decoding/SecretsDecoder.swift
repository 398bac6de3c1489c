internal import OutpostAPI
internal import OutpostCore

/// Reads `additionalSecrets`: a list of names of stored secrets, or an object of values for this dispatch alone.
struct SecretsDecoder {
    /// What was read, and what is wrong with it.
    struct Secrets: Sendable, Hashable {
        var names: [String] = []
        var values: [String: String] = [:]
        var problems: [String] = []
    }

    /// Entries of either form.
    private static let maximumCount = 100
    /// Characters of a value.
    private static let maximumLength = 32 * 1024

    /// Names that a request may not give values to: credentials that the platform holds itself.
    private static let protected: Set<String> = [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION",
        "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY", "DEEPSEEK_API_KEY", "XAI_API_KEY",
        "GITHUB_TOKEN",
    ]

    func decode(_ fields: inout FieldReader) -> Secrets {
        let name = "additionalSecrets"
        switch fields.value(name, aliases: ["additional_secrets"]) {
        case nil: return Secrets()
        case .array(let elements): return names(elements, &fields)
        case .object(let members): return values(members, &fields)
        case .some(let other):
            fields.refuse(name, "Expected array, received \(other.kind)")
            return Secrets()
        }
    }

    private func names(_ elements: [JSONValue], _ fields: inout FieldReader) -> Secrets {
        var secrets = Secrets()
        if elements.count > Self.maximumCount { fields.refuse("additionalSecrets", Self.tooMany) }
        for (index, element) in elements.prefix(Self.maximumCount).enumerated() {
            guard case .string(let name) = element else {
                fields.refuse("additionalSecrets.\(index)", "Expected string, received \(element.kind)")
                continue
            }
            guard EnvironmentName.isAllowed(name) else {
                fields.refuse("additionalSecrets.\(index)", "Reserved or malformed name of a secret")
                continue
            }
            if !secrets.names.contains(name) { secrets.names.append(name) }
        }
        return secrets
    }

    private func values(_ members: [String: JSONValue], _ fields: inout FieldReader) -> Secrets {
        var secrets = Secrets()
        if members.count > Self.maximumCount { fields.refuse("additionalSecrets", Self.tooMany) }
        for (name, value) in members.sorted(by: { $0.key < $1.key }).prefix(Self.maximumCount) {
            let shown = name.prefix(128)
            guard case .string(let text) = value else {
                fields.refuse("additionalSecrets.\(shown)", "Expected string, received \(value.kind)")
                continue
            }
            if let problem = Self.problem(name) { secrets.problems.append("\(shown): \(problem)") }
            if text.utf16.count > Self.maximumLength {
                secrets.problems.append("\(shown): the value is longer than \(Self.maximumLength) characters")
            }
            if text.utf8.contains(0) { secrets.problems.append("\(shown): the value contains a NUL character") }
            secrets.values[name] = text
        }
        return secrets
    }

    /// `^[A-Z][A-Z0-9_]*$`, at most 128 characters, and neither protected nor reserved.
    private static func problem(_ name: String) -> String? {
        guard name.utf8.count <= 128 else { return "the name is longer than 128 characters" }
        guard let first = name.utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first),
            EnvironmentName.isWellFormed(name), name == name.uppercased()
        else { return "a name has upper-case letters, digits and underscores, and begins with a letter" }
        guard !protected.contains(name), EnvironmentName.isAllowed(name) else { return "the name is protected" }
        return nil
    }

    private static let tooMany = "At most \(maximumCount) secrets are taken"
}
