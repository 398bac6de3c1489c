/// A JSON value, for wire formats whose shape the other side decides.
package enum JSON: Sendable, Equatable {
    /// JSON `null`.
    case null
    /// A boolean.
    case bool(Bool)
    /// A number without a fraction.
    case int(Int)
    /// Any other number.
    case double(Double)
    /// A string.
    case string(String)
    /// A list.
    case array([JSON])
    /// An object; the order of keys is not kept.
    case object([String: JSON])
}

extension JSON {
    /// The member of an object; `.null` where there is none.
    package subscript(key: String) -> JSON {
        guard case .object(let members) = self else { return .null }
        return members[key] ?? .null
    }

    /// The element of a list; `.null` where there is none.
    package subscript(index: Int) -> JSON {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return .null }
        return elements[index]
    }

    /// The string, or nil.
    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The boolean, or nil.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The whole number, or nil.
    package var int: Int? {
        if case .int(let value) = self { value } else { nil }
    }

    /// The elements; empty where this is not a list.
    package var elements: [JSON] {
        if case .array(let value) = self { value } else { [] }
    }

    /// The members; empty where this is not an object.
    package var members: [String: JSON] {
        if case .object(let value) = self { value } else { [:] }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}
