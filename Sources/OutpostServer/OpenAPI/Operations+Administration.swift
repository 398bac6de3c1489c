extension Operation {
    static let createTenant = Operation(
        id: "createTenant",
        tag: .administration,
        summary: "Make a tenant",
        body: "CreateTenant",
        success: .envelope("TenantAnswer", status: 201),
        errors: [400, 409, 413],
        links: ["getTenant", "updateTenant"].map {
            Link(operation: $0, parameter: "idOrName", pointer: "/data/tenant/id")
        }
    )
    static let listTenants = Operation(
        id: "listTenants",
        tag: .administration,
        summary: "List tenants by name",
        success: .list("Tenant")
    )
    static let getTenant = Operation(
        id: "getTenant",
        tag: .administration,
        summary: "Get a tenant",
        success: .envelope("TenantAnswer"),
        errors: [404]
    )
    static let updateTenant = Operation(
        id: "updateTenant",
        tag: .administration,
        summary: "Change a tenant's status, tier or limits",
        body: "UpdateTenant",
        isBodyOptional: true,
        success: .envelope("TenantAnswer"),
        errors: [400, 404, 413]
    )
    static let collect = Operation(
        id: "collect",
        tag: .administration,
        summary: "Remove results whose time has come and, on request, images that no agent needs; or tell which",
        body: "Collect",
        isBodyOptional: true,
        success: .envelope("Collection"),
        errors: [400, 413]
    )
    static let createKey = Operation(
        id: "createKey",
        tag: .administration,
        summary: "Make a key, which is shown in the answer and never again",
        body: "CreateKey",
        success: .envelope("CreatedKey", status: 201),
        errors: [400, 404, 413],
        links: [Link(operation: "revokeKey", parameter: "idOrPrefix", pointer: "/data/key/id")]
    )
    static let listKeys = Operation(
        id: "listKeys",
        tag: .administration,
        summary: "List keys, the newest first",
        parameters: ["keyTenant"],
        success: .list("Key"),
        errors: [400, 404]
    )
    static let revokeKey = Operation(
        id: "revokeKey",
        tag: .administration,
        summary: "Revoke a key",
        success: .envelope("KeyAnswer"),
        errors: [404, 409]
    )
}
