internal import OutpostAPI

extension Operation {
    static let listAudit = Operation(
        id: "listAudit",
        tag: .administration,
        summary: "List the audit trail, the newest first unless asked otherwise",
        parameters: ["auditLimit", "cursor", "since", "auditOrder", "auditTenant"],
        success: .page("AuditRow"),
        errors: [400, 404]
    )
    static let verifyAudit = Operation(
        id: "verifyAudit",
        tag: .administration,
        summary: "Follow the audit trail's chain and name the first row that is wrong",
        parameters: ["auditHead"],
        success: .envelope("AuditVerification"),
        errors: [400]
    )
    static let rotateKey = Operation(
        id: "rotateKey",
        tag: .administration,
        summary: "Make a key in the place of another, which ends after an overlap",
        body: "RotateKey",
        isBodyOptional: true,
        success: .envelope("RotatedKey", status: 201),
        errors: [400, 404, 409, 413]
    )
}

extension Parameters {
    static let audit: [String: JSONValue] = [
        "auditLimit": parameter("limit", in: "query", "Rows of a page", integer(1, AuditFilter.mostRows, 100)),
        "auditOrder": parameter(
            "order",
            in: "query",
            "Which rows come first",
            ["type": "string", "enum": ["newest", "oldest"], "default": "newest"]
        ),
        "auditTenant": parameter("tenant", in: "query", "Only what concerns this tenant, by id or name", text),
        "auditHead": parameter(
            "head",
            in: "query",
            "`head` of an earlier verification, with which the trail has to agree",
            ["type": "string", "pattern": "^[0-9]{1,18}:[0-9a-f]{64}$"]
        ),
    ]
}

extension Schemas {
    static let audit: [String: JSONValue] = [
        "AuditRow": object(
            [
                "sequence": number, "at": time, "seconds": ["type": "number"], "tenant": text, "actor": text,
                "source": text, "action": text, "resource": text, "hash": text,
            ],
            "The hash is SHA-256 over the hash of the row before (32 zero bytes for the first) and the fields "
                + "`outpost/audit/v1`, sequence, seconds (IEEE 754, 16 hexadecimal digits), tenant, actor, source, "
                + "action and resource, each with its length in four bytes before it"
        ),
        "AuditVerification": object(
            ["isIntact": truth, "count": number, "head": text],
            optional: ["brokenAt": number, "reason": text]
        ),
        "RotateKey": object(
            [:],
            optional: ["overlapSeconds": ["type": "integer", "minimum": 0, "maximum": 2_592_000, "default": 86_400]]
        ),
        "RotatedKey": object(["key": reference("Key"), "secret": text, "previous": reference("Key")]),
    ]
}
