internal import HTTPTypes
internal import OutpostAPI

/// The OpenAPI document, made of the routes that are served.
struct OpenAPIDocument: Sendable {
    let routes: [Route]
    let version: String

    var value: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Outpost",
                "version": .string(version),
                "description": .string(Self.description),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "tags": .array(Operation.Tag.allCases.map { ["name": .string($0.rawValue)] }),
            "paths": .object(paths),
            "webhooks": ["dispatchEnded": ["post": Operation.dispatchEnded]],
            "components": [
                "securitySchemes": [
                    "apiKey": ["type": "apiKey", "in": "header", "name": "X-API-Key"],
                    "bearer": ["type": "http", "scheme": "bearer"],
                ],
                "parameters": .object(Parameters.all),
                "headers": .object(Headers.all),
                "responses": .object(Responses.all),
                "schemas": .object(Schemas.all),
            ],
        ]
    }

    private static let description =
        "Runs AI coding agents in isolated containers. Answers come in an envelope: `success`, `data` or `error`, and "
        + "`meta`. Errors have a `code` for programs and a `message` for people. Bodies are JSON, whatever their content "
        + "type says; where every field is a text, `application/x-www-form-urlencoded` is taken too. No answer has an "
        + "`ETag` or may be cached, so conditional requests are answered whole. Agents are listed by name."

    private var paths: [String: JSONValue] {
        Dictionary(grouping: routes, by: { Self.path(of: $0) }).mapValues { routes in
            var item: [String: JSONValue] = [:]
            let parameters = Parameters.path(of: routes[0].path)
            if !parameters.isEmpty { item["parameters"] = .array(parameters) }
            for route in routes { item[route.method.rawValue.lowercased()] = OperationObject(route).value }
            return .object(item)
        }
    }

    /// The route's path in the words of OpenAPI, which has no parameter for more than one part.
    static func path(of route: Route) -> String { route.path.replacing("**", with: "{path}") }
}
