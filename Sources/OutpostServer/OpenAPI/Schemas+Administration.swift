internal import OutpostAPI
internal import OutpostCore

extension Schemas {
    static let administration: [String: JSONValue] = [
        "Tenant": object(
            [
                "id": text, "name": text, "tier": tier, "status": tenantStatus, "limits": reference("Limits"),
                "createdAt": time,
            ],
            optional: [
                "runtime": described(text, "OCI runtime of its containers, in place of the agent's or the server's")
            ]
        ),
        "Limits": object([:], optional: limits),
        "LimitsChange": object([:], optional: limitRanges),
        "TenantAnswer": object(["tenant": reference("Tenant")]),
        "CreateTenant": object(["name": name], optional: ["tier": tier]),
        "UpdateTenant": object(
            [:],
            optional: [
                "status": tenantStatus, "tier": tier, "limits": reference("LimitsChange"), "runtime": runtime,
            ]
        ),
        "Key": object(
            [
                "id": text, "tenant": text, "name": text, "prefix": text,
                "status": words(["active", "expired", "revoked"]), "scopes": scopes, "createdAt": time,
            ],
            optional: ["expiresAt": time, "revokedAt": time, "lastUsedAt": time]
        ),
        "KeyAnswer": object(["key": reference("Key")]),
        "CreateKey": object(
            ["tenant": input],
            optional: ["name": name, "scopes": someScopes, "expiresAt": futureTime]
        ),
        "CreatedKey": object(["key": reference("Key"), "secret": text]),
    ]

    private static let name: JSONValue = [
        "type": "string", "minLength": 1, "maxLength": 255,
        "description": "No control characters, not only blanks, and neither `.` nor `..`",
        "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$",
    ]
    private static let runtime: JSONValue = [
        "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", "examples": ["runsc"],
        "description": "An OCI runtime that the engine has, or `default` for the agent's or the server's",
    ]
    private static let tier = words(TenantTier.allCases.map(\.rawValue))
    private static let tenantStatus = words(TenantStatus.allCases.map(\.rawValue))
    private static let scopes = list(of: words(Scope.allCases.map(\.rawValue)))
    private static let someScopes: JSONValue = [
        "type": "array", "minItems": 1, "items": words(Scope.allCases.map(\.rawValue)),
    ]
    private static let limitRanges: [String: JSONValue] = [
        "concurrent": number(1, 10_000), "queued": number(0, 1_000_000),
        "timeoutSeconds": number(DispatchRequest.timeoutRange.lowerBound, DispatchRequest.timeoutRange.upperBound),
        "requestsPerMinute": number(1, 1_000_000), "weight": number(1, 1000), "cpuUnits": number(64, 1_048_576),
        "memoryMiB": number(64, 16_777_216), "pids": number(16, 4_194_304),
        "storedMiB": number(1, 1_000_000_000), "storedResults": number(1, 100_000_000),
        "retentionDays": number(0, 36_500),
    ]

    private static func number(_ least: Int, _ most: Int) -> JSONValue {
        ["type": "integer", "minimum": .integer(least), "maximum": .integer(most)]
    }

    private static let limits: [String: JSONValue] = [
        "concurrent": number, "queued": number, "timeoutSeconds": number, "requestsPerMinute": number,
        "weight": number, "cpuUnits": number, "memoryMiB": number, "pids": number,
        "storedMiB": number, "storedResults": number, "retentionDays": number,
    ]
}
