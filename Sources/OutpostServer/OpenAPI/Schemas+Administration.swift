internal import OutpostAPI
internal import OutpostCore

extension Schemas {
    static let administration: [String: JSONValue] = [
        "Tenant": object(
            [
                "id": text, "name": text, "tier": tier, "status": tenantStatus, "limits": reference("Limits"),
                "createdAt": time,
            ]
        ),
        "Limits": object([:], optional: limits),
        "TenantAnswer": object(["tenant": reference("Tenant")]),
        "CreateTenant": object(["name": name], optional: ["tier": tier]),
        "UpdateTenant": object(
            [:],
            optional: ["status": tenantStatus, "tier": tier, "limits": reference("Limits")]
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
            ["tenant": text],
            optional: ["name": name, "scopes": scopes, "expiresAt": time]
        ),
        "CreatedKey": object(["key": reference("Key"), "secret": text]),
    ]

    private static let name: JSONValue = ["type": "string", "minLength": 1, "maxLength": 255]
    private static let tier = words(TenantTier.allCases.map(\.rawValue))
    private static let tenantStatus = words(TenantStatus.allCases.map(\.rawValue))
    private static let scopes = list(of: words(Scope.allCases.map(\.rawValue)))
    private static let limits: [String: JSONValue] = [
        "concurrent": number, "queued": number, "timeoutSeconds": number, "requestsPerMinute": number,
        "weight": number, "cpuUnits": number, "memoryMiB": number, "pids": number,
    ]
}
