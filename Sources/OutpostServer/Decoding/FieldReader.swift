internal import OutpostAPI
internal import OutpostCore

/// Reads the fields of an object one by one and collects everything that is wrong, in the words of Outpost v2's
/// validator.
struct FieldReader {
    private let fields: [String: JSONValue]
    private let prefix: String
    private var known: Set<String> = []
    /// What is wrong, in the order of reading.
    private(set) var problems: [FieldProblem] = []
    /// What is not honoured.
    private(set) var warnings: [String] = []

    init(_ fields: [String: JSONValue], prefix: String = "") {
        self.fields = fields
        self.prefix = prefix
    }

    /// The value of a field, or of an alias where the field itself is not given.
    mutating func value(_ name: String, aliases: [String] = []) -> JSONValue? {
        known.formUnion([name] + aliases)
        let given = ([name] + aliases).filter { fields[$0] != nil }
        guard let first = given.first else { return nil }
        for other in given.dropFirst() where fields[other] != fields[first] {
            warn("field '\(prefix)\(other)' ignored: '\(prefix)\(first)' is given too")
        }
        return fields[first]
    }

    mutating func string(_ name: String, aliases: [String] = [], isRequired: Bool = false) -> String? {
        guard let value = value(name, aliases: aliases) else {
            if isRequired { refuse(name, "Required") }
            return nil
        }
        guard case .string(let text) = value else {
            refuse(name, "Expected string, received \(value.kind)")
            return nil
        }
        guard !text.utf8.contains(0) else {
            refuse(name, Self.nulRefusal)
            return nil
        }
        return text
    }

    /// The database ends texts at a NUL, so none is taken.
    static let nulRefusal = "String must not contain NUL characters"

    /// A text of which an empty one means none.
    mutating func text(_ name: String, aliases: [String] = [], maximum: Int, tooLong: String) -> String? {
        guard let text = string(name, aliases: aliases), !text.isEmpty else { return nil }
        guard text.utf16.count <= maximum else {
            refuse(name, tooLong)
            return nil
        }
        return text
    }

    mutating func integer(_ name: String, aliases: [String] = [], in range: ClosedRange<Int>) -> Int? {
        guard let value = value(name, aliases: aliases) else { return nil }
        guard case .integer(let number) = value else {
            if case .number = value {
                refuse(name, "Expected integer, received float")
            } else {
                refuse(name, "Expected number, received \(value.kind)")
            }
            return nil
        }
        if number < range.lowerBound {
            refuse(name, "Number must be greater than or equal to \(range.lowerBound)")
        } else if number > range.upperBound {
            refuse(name, "Number must be less than or equal to \(range.upperBound)")
        } else {
            return number
        }
        return nil
    }

    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        aliases: [String] = [],
        as type: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        word(name, aliases: aliases, among: Word.allCases.map(\.rawValue)).flatMap { Word(rawValue: $0) }
    }

    mutating func word(_ name: String, aliases: [String] = [], among words: [String]) -> String? {
        guard let value = value(name, aliases: aliases) else { return nil }
        let expected = words.map { "'\($0)'" }.joined(separator: " | ")
        guard case .string(let text) = value else {
            refuse(name, "Expected \(expected), received \(value.kind)")
            return nil
        }
        guard words.contains(text) else {
            refuse(name, "Invalid enum value. Expected \(expected), received '\(PlainText.excerpt(text))'")
            return nil
        }
        return text
    }

    mutating func object(_ name: String, aliases: [String] = []) -> [String: JSONValue]? {
        guard let value = value(name, aliases: aliases) else { return nil }
        guard case .object(let members) = value else {
            refuse(name, "Expected object, received \(value.kind)")
            return nil
        }
        return members
    }

    mutating func refuse(_ name: String, _ message: String) {
        problems.append(FieldProblem(path: prefix + name, message: message))
    }

    mutating func warn(_ message: String) {
        warnings.append(message)
    }

    /// Takes what a reader of an inner object found.
    mutating func take(_ inner: FieldReader) {
        problems += inner.problems
        warnings += inner.warnings
    }

    /// Refuses every field that was not read, for requests that cannot be taken back.
    mutating func refuseUnknownFields() {
        for name in fields.keys.filter({ !known.contains($0) }).sorted().prefix(20) {
            refuse(String(name.prefix(64)), "There is no such field")
        }
    }

    /// Warns of every field that was not read, up to a number that keeps answers small.
    mutating func warnOfUnknownFields() {
        let unknown = fields.keys.filter { !known.contains($0) }.sorted()
        for name in unknown.prefix(20) { warn("unknown field '\(prefix)\(name.prefix(64))' ignored") }
        if unknown.count > 20 { warn("\(unknown.count - 20) more unknown fields ignored") }
    }
}
