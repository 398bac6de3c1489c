/// An administration call whose values cannot be taken; nothing was changed.
package struct InvalidAdministration: Error, Sendable, Hashable {
    /// Every value that is wrong, in the order of the call's fields.
    package let problems: [Problem]

    /// What is wrong with one value.
    package struct Problem: Sendable, Hashable {
        /// The field's name on the wire, such as `limits.weight`.
        package let field: String
        /// What is wrong with it.
        package let message: String

        package init(field: String, message: String) {
            self.field = field
            self.message = message
        }
    }

    package init(problems: [Problem]) {
        self.problems = problems
    }
}

/// Collects what is wrong with a call, so that all of it is said at once.
struct AdministrationCheck {
    private(set) var problems: [InvalidAdministration.Problem] = []

    mutating func refuse(_ field: String, _ message: String) {
        problems.append(.init(field: field, message: message))
    }

    /// A name for people: 1 to 255 characters, none of them a control character, not only blanks.
    mutating func name(_ name: String) {
        let scalars = name.unicodeScalars
        if scalars.allSatisfy(\.properties.isWhitespace) { return refuse("name", "must not be empty") }
        if scalars.count > 255 { return refuse("name", "String must contain at most 255 character(s)") }
        if scalars.contains(where: { $0.properties.generalCategory == .control }) {
            return refuse("name", "must not contain control characters")
        }
        // Names stand in paths, where these two mean something else.
        if name == "." || name == ".." { refuse("name", "must not be '.' or '..'") }
    }

    /// One of the words of an enumeration.
    mutating func word<Value: RawRepresentable & CaseIterable>(
        _ text: String,
        _ field: String,
        as type: Value.Type = Value.self
    ) -> Value? where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        let expected = Value.allCases.map { "'\($0.rawValue)'" }.joined(separator: " | ")
        refuse(field, "Invalid enum value. Expected \(expected), received '\(PlainText.excerpt(text))'")
        return nil
    }

    mutating func limits(_ change: LimitsChange) {
        for field in LimitsChange.fields {
            guard let value = change[keyPath: field.change], !field.range.contains(value) else { continue }
            let range = field.range
            refuse("limits.\(field.name)", "must be between \(range.lowerBound) and \(range.upperBound)")
        }
    }

    /// - Throws: ``InvalidAdministration`` when anything was wrong.
    func finish() throws(InvalidAdministration) {
        guard problems.isEmpty else { throw InvalidAdministration(problems: problems) }
    }
}
