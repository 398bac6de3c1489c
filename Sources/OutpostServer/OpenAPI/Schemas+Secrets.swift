internal import OutpostAPI
internal import OutpostCore

extension Schemas {
    static let secrets: [String: JSONValue] = [
        "Secret": object(
            ["name": text, "version": number, "createdAt": time, "updatedAt": time, "updatedBy": text],
            optional: [
                "lastUsedAt": time, "versions": list(of: reference("SecretVersion")),
                "refresh": reference("SecretRefresh"),
            ],
            "A secret without its value, which no answer ever holds"
        ),
        "SecretVersion": object(["version": number, "createdAt": time, "createdBy": text]),
        "SecretRefresh": object(
            ["source": words(["command", "file"]), "everySeconds": number, "nextAt": time],
            optional: ["lastAt": time, "problem": text],
            "Where the server takes new values from; only its own machine can set that"
        ),
        "SecretAnswer": object(["secret": reference("Secret")]),
        "SetSecret": object(["value": value("At most \(SecretValue.maximumBytes) bytes", "^[^\\u0000]+$")]),
        "GitCredential": object(
            [
                "host": described(text, "With `ssh://` before it where it is reached over ssh"), "version": number,
                "updatedAt": time, "updatedBy": text,
            ],
            optional: ["lastUsedAt": time]
        ),
        "GitCredentialAnswer": object(["gitCredential": reference("GitCredential")]),
        "SetGitCredential": described(
            setGitCredential,
            [
                "oneOf": [
                    ["required": ["token"], "properties": ["sshKey": false, "knownHosts": false]],
                    ["required": ["sshKey"], "properties": ["token": false, "username": false]],
                ]
            ]
        ),
    ]

    private static let setGitCredential = object(
        [:],
        optional: [
            "token": value("A token or a password", noControls),
            "sshKey": value(
                "A private key in OpenSSH's format, without a passphrase",
                "^-----BEGIN OPENSSH PRIVATE KEY-----\\n[A-Za-z0-9+/=\\n]+\\n-----END OPENSSH PRIVATE KEY-----\\n?$"
            ),
            "knownHosts": [
                "type": "string", "minLength": 1, "maxLength": .integer(SecretValue.maximumBytes / 2),
                "pattern": "^[!-\"$-~]+ [!-~]+ [!-~]+(\\n[!-\"$-~]+ [!-~]+ [!-~]+)*\\n?$",
                "description": "With `sshKey`: the host's own keys, as ssh-keyscan prints them",
            ],
            "username": [
                "type": "string", "minLength": 1, "maxLength": 255,
                "pattern": "^[^:\\u0000-\\u001F\\u007F-\\u009F]+$",
            ],
        ]
    )

    private static let noControls = "^[^\\u0000-\\u001F\\u007F-\\u009F]+$"

    /// Bytes are what is counted; characters are what a schema can bound.
    private static func value(_ description: String, _ pattern: String) -> JSONValue {
        [
            "type": "string", "writeOnly": true, "minLength": 1,
            "maxLength": .integer(SecretValue.maximumBytes),
            "pattern": .string(pattern), "description": .string(description),
        ]
    }
}
