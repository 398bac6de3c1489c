extension Operation {
    static let listSharedSecrets = secret(
        "listSharedSecrets",
        "List the secrets that all tenants may use",
        .list("Secret")
    )
    static let getSharedSecret = secret("getSharedSecret", "Get such a secret's versions, without values", one, [404])
    static let setSharedSecret = setting("setSharedSecret", "Store a secret for all tenants", "SetSecret", [400, 413])
    static let removeSharedSecret = secret("removeSharedSecret", "Remove such a secret", one, [404])

    static let listSecrets = secret("listSecrets", "List a tenant's secrets by name", .list("Secret"), [404])
    static let getSecret = secret("getSecret", "Get a secret's versions, without values", one, [404])
    static let setSecret = setting("setSecret", "Store a secret's new version", "SetSecret", [400, 404, 413])
    static let removeSecret = secret("removeSecret", "Remove a secret with its versions", one, [404])

    static let listGitCredentials = secret(
        "listGitCredentials",
        "List a tenant's git credentials by host",
        .list("GitCredential"),
        [404]
    )
    static let setGitCredential = setting(
        "setGitCredential",
        "Store a tenant's credential for a git server",
        "SetGitCredential",
        [400, 404, 413],
        .envelope("GitCredentialAnswer")
    )
    static let removeGitCredential = secret(
        "removeGitCredential",
        "Remove a tenant's credential for a git server",
        .envelope("GitCredentialAnswer"),
        [404]
    )

    private static let one = Success.envelope("SecretAnswer")

    private static func secret(
        _ id: String,
        _ summary: String,
        _ success: Success,
        _ errors: [Int] = []
    ) -> Operation {
        Operation(id: id, tag: .administration, summary: summary, success: success, errors: errors)
    }

    private static func setting(
        _ id: String,
        _ summary: String,
        _ body: String,
        _ errors: [Int],
        _ success: Success = one
    ) -> Operation {
        Operation(id: id, tag: .administration, summary: summary, body: body, success: success, errors: errors)
    }
}
