internal import OutpostAPI

/// The schemas of the document.
enum Schemas {
    static let all: [String: JSONValue] = [
        common, requests, dispatches, jobs, workspaces, health, fleet, administration,
        secrets, egress, promotions, retention, audit, webhooks,
    ]
    .reduce(into: [:]) { all, group in all.merge(group) { first, _ in first } }

    /// An object: what may be absent, and what is always there.
    static func object(
        _ required: [String: JSONValue],
        optional: [String: JSONValue] = [:],
        _ description: String? = nil,
        isClosed: Bool = false
    ) -> JSONValue {
        var schema: [String: JSONValue] = [
            "type": "object",
            "properties": .object(required.merging(optional) { first, _ in first }),
        ]
        if !required.isEmpty { schema["required"] = .array(required.keys.sorted().map { .string($0) }) }
        if let description { schema["description"] = .string(description) }
        if isClosed { schema["additionalProperties"] = .bool(false) }
        return .object(schema)
    }

    static func words(_ words: [String]) -> JSONValue {
        ["type": "string", "enum": .array(words.map { .string($0) })]
    }

    static func list(of item: JSONValue) -> JSONValue { ["type": "array", "items": item] }

    static func map(to value: JSONValue) -> JSONValue { ["type": "object", "additionalProperties": value] }

    static func orNull(_ type: String) -> JSONValue { ["type": [.string(type), "null"]] }

    static func reference(_ name: String) -> JSONValue { OperationObject.schema(name) }

    static let text: JSONValue = ["type": "string"]
    /// A text of a request.
    static let input: JSONValue = ["type": "string", "pattern": .string(withoutNUL)]
    static let withoutNUL = "^[^\\u0000]*$"
    static let number: JSONValue = ["type": "integer"]
    static let truth: JSONValue = ["type": "boolean"]
    static let time: JSONValue = ["type": "string", "format": "date-time", "examples": ["2026-01-13T14:30:00.000Z"]]
    static let ulid: JSONValue = ["type": "string", "examples": ["01KF16WN5Z4BX9K0P58GV7MJ1B"]]

    private static let common: [String: JSONValue] = [
        "Error": object(
            ["success": ["const": false], "error": reference("Failure"), "meta": reference("Meta")]
        ),
        "Failure": object(["code": text, "message": text], optional: ["details": ["type": "object"]]),
        "Meta": object(
            ["requestId": text, "timestamp": time],
            optional: ["warnings": list(of: text), "pagination": reference("Pagination")]
        ),
        "PageMeta": object(
            ["requestId": text, "timestamp": time, "pagination": reference("Pagination")],
            optional: ["warnings": list(of: text)]
        ),
        "Pagination": object(["hasMore": truth, "limit": number], optional: ["cursor": text]),
        "Document": object(["openapi": text, "info": ["type": "object"], "paths": ["type": "object"]]),
    ]
}
