extension Operation {
    static let getSharedEgress = egress("getSharedEgress", "Get the egress policy of all tenants", [])
    static let getEgress = egress("getEgress", "Get the egress policy that holds for a tenant", [404])
    static let changeSharedEgress = changingEgress(
        "changeSharedEgress",
        "Change the egress policy of all tenants",
        [400, 413]
    )
    static let changeEgress = changingEgress("changeEgress", "Change a tenant's egress policy", [400, 404, 413])
    static let listEgressPresets = Operation(
        id: "listEgressPresets",
        tag: .administration,
        summary: "List the named groups of hosts",
        success: .list("EgressPreset")
    )

    private static func egress(_ id: String, _ summary: String, _ errors: [Int]) -> Operation {
        Operation(
            id: id,
            tag: .administration,
            summary: summary,
            success: .envelope("EgressPolicyAnswer"),
            errors: errors
        )
    }

    private static func changingEgress(_ id: String, _ summary: String, _ errors: [Int]) -> Operation {
        Operation(
            id: id,
            tag: .administration,
            summary: summary,
            body: "ChangeEgress",
            isBodyOptional: true,
            success: .envelope("EgressPolicyAnswer"),
            errors: errors
        )
    }
}
