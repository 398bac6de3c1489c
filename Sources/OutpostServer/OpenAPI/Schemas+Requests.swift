internal import OutpostAPI
internal import OutpostCore

extension Schemas {
    static let requests: [String: JSONValue] = [
        "DispatchRequest": severalAgents(request(task: 10...50_000, timeout: DispatchRequest.timeoutRange)),
        "JobRequest": request(task: 10...5000, timeout: 1...3600),
        "CancelRequest": object([:], optional: ["reason": input(500)]),
        "ResourceConstraints": object(
            [:],
            optional: [
                "maxMemoryMb": ["type": "integer", "minimum": 512, "maximum": 30_720],
                "maxCpuUnits": [
                    "type": "integer", "minimum": 256, "maximum": 4096, "description": "1024 units are one core",
                ],
                "maxDiskGb": ["type": "integer", "minimum": 21, "maximum": 200, "description": "Not enforced"],
            ]
        ),
        "AdditionalSecrets": [
            "description": """
            Names of stored secrets, or values for this dispatch alone, which are kept, encrypted, until it has ended
            """,
            "oneOf": [
                [
                    "type": "array", "maxItems": 100,
                    "items": ["type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,127}$"],
                ],
                [
                    "type": "object", "maxProperties": 100,
                    "propertyNames": ["pattern": "^[A-Z][A-Z0-9_]{0,127}$"],
                    "additionalProperties": ["type": "string", "maxLength": 32_768, "pattern": .string(withoutNUL)],
                ],
            ],
        ],
    ]

    private static func request(task: ClosedRange<Int>, timeout: ClosedRange<Int>) -> JSONValue {
        let schema = object(
            [
                "agent": [
                    "type": "string", "pattern": "^[a-z][a-z0-9-]{0,31}$", "description": "The agent's name",
                ],
                "task": [
                    "type": "string", "minLength": .integer(task.lowerBound), "maxLength": .integer(task.upperBound),
                    "pattern": .string(withoutNUL),
                ],
            ],
            optional: [
                "modelId": described(input(255), "A model id, an alias, or `flagship`, `balanced` or `fast`"),
                "repo": [
                    "type": "string", "maxLength": 255,
                    "pattern": "^[a-zA-Z0-9_-]+/([a-zA-Z0-9_.-]*[a-zA-Z0-9_-][a-zA-Z0-9_.-]*|\\.{3,})$",
                    "description": "`owner/name`, under the server's base address for git",
                ],
                "repoUrl": [
                    "type": "string", "maxLength": 2048, "pattern": .string(repositoryURL),
                    "description": .string(
                        "An http or https URL without credentials, in place of `repo`; where the operator allows it, "
                            + "also `ssh://user@host[:port]/path` (`user@host:path`)"
                    ),
                ],
                "branch": described(input(255), "Branch, tag or commit"),
                "context": described(
                    words(ContextLevel.named.map(\.text)),
                    "How much of what the repository says of itself is laid before the task; `standard` by default"
                ),
                "workspaceMode": words(WorkspaceMode.allCases.map(\.rawValue)),
                "workspaceInitMode": words(WorkspaceInit.allCases.map(\.rawValue)),
                "egress": described(
                    words([EgressMode.none.rawValue, EgressMode.policy.rawValue]),
                    "A narrower reach than the tenant's policy has"
                ),
                "credentials": described(
                    words(CredentialRoute.allCases.map(\.rawValue)),
                    "`direct` puts the agent's own login into the container, where the operator allows that"
                ),
                "timeoutSeconds": [
                    "type": "integer", "minimum": .integer(timeout.lowerBound),
                    "maximum": .integer(timeout.upperBound),
                    "default": .integer(DispatchRequest.defaultTimeoutSeconds),
                ],
                "additionalSecrets": reference("AdditionalSecrets"),
                "idempotencyKey": input(128),
                "tags": [
                    "type": "object", "maxProperties": 50,
                    "propertyNames": ["minLength": 1, "maxLength": 128, "pattern": .string(withoutNUL)],
                    "additionalProperties": input(256),
                ],
                "resourceConstraints": reference("ResourceConstraints"),
                "expires_at": described(futureTime, "When the record and its results may be deleted; in the future"),
            ]
        )
        return described(schema, ["not": ["required": ["repo", "repoUrl"]]])
    }

    /// The same with `agents` in place of `agent`, where each may have a model of its own.
    private static func severalAgents(_ schema: JSONValue) -> JSONValue {
        guard case .object(var members) = schema, case .object(var properties)? = members["properties"],
            let agent = properties["agent"], let model = properties["modelId"]
        else { return schema }
        properties["agents"] = [
            "type": "array", "items": agent, "minItems": 1, "maxItems": .integer(BatchMember.maximum),
            "uniqueItems": true, "description": "Several agents, a dispatch each, in place of `agent`",
        ]
        let models: JSONValue = [
            "type": "object", "additionalProperties": input(255), "description": "With `agents`: a model for each",
        ]
        properties["modelId"] = ["oneOf": [model, models]]
        members["properties"] = .object(properties)
        members["required"] = ["task"]
        members["oneOf"] = [
            [
                "required": ["agent"], "properties": ["modelId": ["type": "string"]],
                "not": ["required": ["agents"]],
            ],
            // A persistent workspace has one writer.
            [
                "required": ["agents"], "properties": ["workspaceMode": ["const": "ephemeral"]],
                "not": ["required": ["agent"]],
            ],
        ]
        return .object(members)
    }

    private static func input(_ length: Int) -> JSONValue {
        described(input, ["maxLength": .integer(length)])
    }

    /// A time in UTC that has to be in the future.
    static let futureTime: JSONValue = [
        "type": "string", "format": "date-time", "pattern": "Z$", "examples": ["2099-01-13T14:30:00.000Z"],
    ]

    private static let repositoryURL =
        "^([Hh][Tt][Tt][Pp][Ss]?://[^@?#]+/[^@?#]+"
        + "|(ssh://)?[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*[:/][A-Za-z0-9_.+@,=/~-]+)$"

    static func described(_ schema: JSONValue, _ description: String) -> JSONValue {
        described(schema, ["description": .string(description)])
    }

    static func described(_ schema: JSONValue, _ more: [String: JSONValue]) -> JSONValue {
        guard case .object(let members) = schema else { return schema }
        return .object(members.merging(more) { _, new in new })
    }
}
