internal import OutpostAPI

/// The error answers of the document.
enum Responses {
    static let all: [String: JSONValue] = {
        var responses = ["Error": answer("Something else went wrong")]
        for (status, description) in descriptions { responses["Error\(status)"] = answer(description) }
        responses["Error416"] = answer(descriptions[416] ?? "", headers: ["Accept-Ranges", "Content-Range"])
        responses["Error429"] = answer(descriptions[429] ?? "", headers: ["Retry-After"])
        responses["Error503"] = answer(descriptions[503] ?? "", headers: ["Retry-After"])
        return responses
    }()

    private static let descriptions = [
        400: "VALIDATION_ERROR: `details.errors` lists every field that is wrong",
        401: "AUTHENTICATION_ERROR: there is no key, or it is not good",
        403: "AUTHORIZATION_ERROR: the key lacks a scope, or the link is not valid",
        404: "NOT_FOUND: it does not exist, or is somebody else's",
        409:
            "CONFLICT: it is over or being stopped already, it is in use, or the idempotency key was used for another request",
        410: "NOT_FOUND: the artifacts were removed; `details.cause` says why",
        413: "VALIDATION_ERROR: the body is too large",
        416: "VALIDATION_ERROR: the range begins beyond the artifact's end, which `Content-Range` tells",
        429: "RATE_LIMIT_EXCEEDED: too many requests, too many dispatches waiting, or too many results stored",
        503: "SERVICE_UNAVAILABLE: the server is stopping, its disk is full or fails, or its database is held",
    ]

    private static func answer(_ description: String, headers: [String] = []) -> JSONValue {
        let names = ["X-Request-ID"] + headers
        return [
            "description": .string(description),
            "headers": .object(
                Dictionary(uniqueKeysWithValues: names.map { ($0, OperationObject.reference("headers", $0)) })
            ),
            "content": ["application/json": ["schema": OperationObject.schema("Error")]],
        ]
    }
}

/// The headers of the document's answers.
enum Headers {
    static let all: [String: JSONValue] = [
        "X-Request-ID": header("The request's id, also in `meta.requestId`", "string"),
        "X-RateLimit-Limit": header("Requests a minute for this key", "integer"),
        "X-RateLimit-Remaining": header("Requests that may follow at once", "integer"),
        "X-RateLimit-Reset": header("When all of them are there again, in seconds since 1970", "integer"),
        "Accept-Ranges": header("`bytes`: a range may be asked for", "string"),
        "Content-Range": header("Which bytes of how many these are", "string"),
        "ETag": header("The artifact's SHA-256 in quotes", "string"),
        "Retry-After": header("Seconds after which it is worth trying again", "integer"),
    ]

    private static func header(_ description: String, _ type: String) -> JSONValue {
        ["description": .string(description), "schema": ["type": .string(type)]]
    }
}
