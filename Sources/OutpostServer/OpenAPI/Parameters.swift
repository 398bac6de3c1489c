internal import OutpostAPI
internal import OutpostCore

/// The parameters of the document.
enum Parameters {
    /// The parameters in a path's braces.
    static func path(of template: String) -> [JSONValue] {
        template.split(separator: "/").compactMap { part in
            if part == "**" { return parameter("path", in: "path", "The artifact's `key`, slashes as they are", text) }
            guard part.hasPrefix("{"), let end = part.firstIndex(of: "}") else { return nil }
            let name = String(part[..<end].dropFirst())
            return parameter(name, in: "path", pathSchemas[name]?.0 ?? name, pathSchemas[name]?.1 ?? text)
        }
    }

    private static let pathSchemas: [String: (String, JSONValue)] = [
        "dispatchId": ("The dispatch's id", ["type": "string", "examples": ["01KF16WN5Z4BX9K0P58GV7MJ1B"]]),
        "jobId": ("The dispatch's id", ["type": "string", "examples": ["01KF16WN5Z4BX9K0P58GV7MJ1B"]]),
        "batchId": ("The batch's id", ["type": "string", "examples": ["01KF16WN5Z4BX9K0P58GV7MJ1B"]]),
        "workspaceId": ("The workspace's id", ["type": "string", "format": "uuid"]),
        "idOrName": ("The tenant's id or name", text),
        "secretName": (
            "The variable's name",
            ["type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,127}$", "examples": ["NPM_TOKEN"]]
        ),
        "host": (
            "The git server, with its port where it is not 443",
            [
                "type": "string", "maxLength": 255, "examples": ["git.example.com:8443"],
                "pattern": .string("^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?(:\(port))?$"),
            ]
        ),
        "webhookId": ("The webhook's id", ["type": "string", "format": "uuid"]),
        "messageId": ("The message's id", ["type": "string", "pattern": "^msg_[A-Za-z0-9-]+$"]),
        "idOrPrefix": ("The key's id, or the beginning of its prefix", text),
    ]

    /// A TCP port, as a regular expression.
    private static let port = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"

    /// Every other parameter, by its name in the document.
    static let all: [String: JSONValue] = general.merging(audit) { first, _ in first }
        .merging(webhooks) { first, _ in first }

    private static let general: [String: JSONValue] = [
        "idempotencyKey": parameter(
            "Idempotency-Key",
            in: "header",
            "Makes repeated requests one for 24 hours; the field idempotencyKey does the same",
            ["type": "string", "maxLength": 128]
        ),
        "lastEventID": parameter("Last-Event-ID", in: "header", "Goes on after the event with this id", text),
        "lastEventIDQuery": parameter("lastEventId", in: "query", "The same for clients without headers", text),
        "status": statuses(DispatchStatus.allCases.map(\.rawValue)),
        "jobStatus": statuses(JobStatus.allCases.map(\.rawValue)),
        "agent": parameter("agent", in: "query", "Only this agent's", text),
        "batch": parameter(
            "batch",
            in: "query",
            "Only those of this batch",
            ["type": "string", "pattern": "^$|^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"]
        ),
        "repo": parameter("repo", in: "query", "Only those on this repository, `owner/name` or a URL", text),
        "since": parameter("since", in: "query", "Only those made at or after this time, or day", since),
        "tag": parameter(
            "tag",
            in: "query",
            "Only those with this tag, `name:value`; may be repeated",
            ["type": "array", "items": tag]
        ),
        "tags": tags,
        "limit": parameter("limit", in: "query", "Items of a page", integer(1, 100, 20)),
        "cursor": parameter("cursor", in: "query", "`nextCursor` of the page before", text),
        "logOffset": parameter("logOffset", in: "query", "`logOffset` of the answer before", text),
        "logLimit": parameter("logLimit", in: "query", "Lines of the log", integer(1, 1000, 100)),
        "skipLogs": skipLogs,
        "expiresIn": parameter("expiresIn", in: "query", "Seconds that the links work", integer(60, 86_400, 3600)),
        "preview": preview,
        "reveal": reveal,
        "linkTenant": parameter("tenant", in: "query", "Part of the link", text, isRequired: true),
        "linkExpires": parameter("expires", in: "query", "Part of the link", ["type": "integer"], isRequired: true),
        "linkReveal": parameter("reveal", in: "query", "Part of the link", ["type": "boolean"]),
        "linkSignature": parameter("signature", in: "query", "Part of the link", text, isRequired: true),
        "range": parameter(
            "Range",
            in: "header",
            "One range, `bytes=first-last`, `bytes=first-` or `bytes=-length`; anything else gets the whole file",
            text
        ),
        "ifRange": parameter("If-Range", in: "header", "The `ETag` that the range is of; another gets the whole", text),
        "keyTenant": parameter("tenant", in: "query", "Only this tenant's, by id or name", text),
    ]

    static let text = Schemas.input

    private static let skipLogs: JSONValue = [
        "name": "skipLogs", "in": "query", "description": "Leaves the log out; an empty value means false",
        "allowEmptyValue": true,
        "schema": ["type": "boolean", "default": false],
    ]
    private static let preview: JSONValue = [
        "name": "preview", "in": "query",
        "description": "Adds the beginning of each text: 40 lines or 4 KiB, and 256 KiB for all; null for what is none",
        "allowEmptyValue": true,
        "schema": ["type": "boolean", "default": false],
    ]
    private static let reveal: JSONValue = [
        "name": "reveal", "in": "query",
        "description": "Gives what holds a secret, too; without it such artifacts are withheld with 409",
        "allowEmptyValue": true,
        "schema": ["type": "boolean", "default": false],
    ]
    private static let since: JSONValue = [
        "type": "string", "anyOf": [["format": "date-time"], ["format": "date"]],
        "examples": ["2026-01-13T14:30:00.000Z"],
    ]
    private static let tag: JSONValue = ["type": "string", "pattern": "^$|^[^:\\u0000]+:[^\\u0000]*$"]
    private static let tags: JSONValue = [
        "name": "tags", "in": "query", "description": "Tags with commas between, `name:value,name:value`",
        "style": "form", "explode": false,
        "schema": ["type": "array", "items": ["type": "string", "pattern": "^$|^[^:,\\u0000]+:[^,\\u0000]*$"]],
    ]

    private static func statuses(_ words: [String]) -> JSONValue {
        let schema: JSONValue = ["type": "array", "items": Schemas.words(words)]
        return parameter("status", in: "query", "Only those with one of these; commas between them do too", schema)
    }

    static func integer(_ least: Int, _ most: Int, _ standard: Int) -> JSONValue {
        [
            "type": "integer", "minimum": .integer(least), "maximum": .integer(most), "default": .integer(standard),
        ]
    }

    static func parameter(
        _ name: String,
        in place: String,
        _ description: String,
        _ schema: JSONValue,
        isRequired: Bool = false
    ) -> JSONValue {
        [
            "name": .string(name),
            "in": .string(place),
            "description": .string(description),
            "required": .bool(isRequired || place == "path"),
            "schema": schema,
        ]
    }
}
