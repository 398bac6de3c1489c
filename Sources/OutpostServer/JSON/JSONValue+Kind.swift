internal import OutpostAPI

extension JSONValue {
    /// The type's name in the messages of Outpost v2's validator.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
