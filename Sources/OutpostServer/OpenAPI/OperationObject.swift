internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore

/// One operation of the document.
struct OperationObject {
    private let route: Route
    private var operation: Operation { route.operation }

    init(_ route: Route) {
        self.route = route
    }

    var value: JSONValue {
        var object: [String: JSONValue] = [
            "operationId": .string(operation.id),
            "summary": .string(operation.summary),
            "tags": [.string(operation.tag.rawValue)],
            "responses": .object(responses),
        ]
        if route.access == .open {
            object["security"] = .array([])
        } else {
            object["security"] = [["apiKey": .array([])], ["bearer": .array([])]]
            object["description"] = .string(need)
        }
        if !operation.parameters.isEmpty {
            object["parameters"] = .array(operation.parameters.map { Self.reference("parameters", $0) })
        }
        if let schema = operation.body {
            object["requestBody"] = [
                "required": .bool(!operation.isBodyOptional),
                "content": ["application/json": ["schema": Self.schema(schema)]],
            ]
        }
        return .object(object)
    }

    private var need: String {
        switch route.access {
        case .open: "Needs no key."
        case .scope(.metrics): "Needs a key with the scope `metrics`, or one of the operator's tenant with `admin`."
        case .scope(let scope): "Needs a key with the scope `\(scope.rawValue)`."
        case .administration: "Needs a key of the operator's tenant with the scope `admin`."
        }
    }

    private var responses: [String: JSONValue] {
        let success = operation.success
        var answer: [String: JSONValue] = [
            "description": .string(operation.summary),
            "headers": .object(headers(and: success.headers)),
        ]
        if let content = content(of: success.content) { answer["content"] = content }
        if !operation.links.isEmpty { answer["links"] = .object(links) }
        var responses = [String(success.status): JSONValue.object(answer)]
        if let other = success.alternative {
            answer["headers"] = .object(headers(and: success.headers + success.alternativeHeaders))
            responses[String(other)] = .object(answer)
        }
        var errors = operation.errors
        if route.access != .open { errors += [401, 403, 429] }
        for status in errors where responses[String(status)] == nil {
            responses[String(status)] = Self.reference("responses", "Error\(status)")
        }
        responses["default"] = Self.reference("responses", "Error")
        return responses
    }

    private var links: [String: JSONValue] {
        Dictionary(
            uniqueKeysWithValues: operation.links.map { link in
                let value = JSONValue.string("$response.body#" + link.pointer)
                return (
                    link.operation,
                    ["operationId": .string(link.operation), "parameters": .object([link.parameter: value])]
                )
            }
        )
    }

    private func headers(and others: [String]) -> [String: JSONValue] {
        var names = ["X-Request-ID"] + others
        if route.access != .open { names += ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"] }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, Self.reference("headers", $0)) })
    }

    private func content(of content: Operation.Success.Content) -> JSONValue? {
        switch content {
        case .envelope(let name): Self.json(Self.envelope(Self.schema(name), meta: "Meta"))
        case .page(let name): Self.json(Self.envelope(Self.page(of: Self.schema(name)), meta: "PageMeta"))
        case .list(let name): Self.json(Self.envelope(Self.list(of: Self.schema(name)), meta: "Meta"))
        case .plain(let name): Self.json(Self.schema(name))
        case .media(let type): .object([type: ["schema": ["type": "string"]]])
        // Before OpenAPI 3.2 the schema of a stream is understood as that of one event.
        case .events(let name): ["text/event-stream": ["schema": Self.schema(name)]]
        }
    }

    private static func json(_ schema: JSONValue) -> JSONValue { ["application/json": ["schema": schema]] }

    private static func envelope(_ data: JSONValue, meta: String) -> JSONValue {
        [
            "type": "object",
            "required": ["success", "data", "meta"],
            "properties": ["success": ["const": true], "data": data, "meta": schema(meta)],
        ]
    }

    private static func page(of item: JSONValue) -> JSONValue {
        [
            "type": "object",
            "required": ["items", "hasMore"],
            "properties": [
                "items": ["type": "array", "items": item],
                "nextCursor": ["type": "string"],
                "hasMore": ["type": "boolean"],
            ],
        ]
    }

    private static func list(of item: JSONValue) -> JSONValue {
        ["type": "object", "required": ["items"], "properties": ["items": ["type": "array", "items": item]]]
    }

    static func schema(_ name: String) -> JSONValue { reference("schemas", name) }

    static func reference(_ kind: String, _ name: String) -> JSONValue {
        ["$ref": .string("#/components/\(kind)/\(name)")]
    }
}
