extension CredentialShape {
    private init(_ name: String, _ prefix: String, _ kind: ByteClass, _ lengths: ClosedRange<Int>) {
        self.init(name: name, prefix: Array(prefix.utf8), form: .run(kind, lengths))
    }

    /// The shapes that are looked for in every dispatch.
    static let known: [CredentialShape] =
        ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map { CredentialShape("github-token", $0, .alphanumeric, 36...255) }
        + [
            CredentialShape("github-token", "github_pat_", .word, 22...255),
            CredentialShape("gitlab-token", "glpat-", .base64URL, 20...255),
            CredentialShape("aws-access-key-id", "AKIA", .upperAlphanumeric, 16...16),
            CredentialShape("aws-access-key-id", "ASIA", .upperAlphanumeric, 16...16),
            CredentialShape("anthropic-key", "sk-ant-", .base64URL, 20...512),
            CredentialShape("openai-key", "sk-proj-", .base64URL, 20...512),
            CredentialShape("openai-key", "sk-svcacct-", .base64URL, 20...512),
            CredentialShape("openai-key", "sk-admin-", .base64URL, 20...512),
            CredentialShape("openai-key", "sk-", .alphanumeric, 32...512),
            CredentialShape("openrouter-key", "sk-or-v1-", .alphanumeric, 32...512),
            CredentialShape("xai-key", "xai-", .alphanumeric, 32...512),
            CredentialShape("google-key", "AIza", .base64URL, 35...35),
            CredentialShape("npm-token", "npm_", .alphanumeric, 36...255),
            CredentialShape("pypi-token", "pypi-AgE", .base64URL, 40...512),
            CredentialShape("huggingface-token", "hf_", .alphanumeric, 30...255),
            CredentialShape("docker-token", "dckr_pat_", .base64URL, 20...255),
            CredentialShape("stripe-key", "sk_live_", .alphanumeric, 16...255),
            CredentialShape("stripe-key", "rk_live_", .alphanumeric, 16...255),
            CredentialShape("outpost-key", "otp_", .hexadecimal, 64...64),
            CredentialShape("outpost-token", "otk_", .hexadecimal, 64...64),
            CredentialShape(name: "jwt", prefix: Array("eyJ".utf8), form: .token),
            CredentialShape(name: "private-key", prefix: Array("-----BEGIN ".utf8), form: .privateKey),
        ]
        + ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-"]
        .map { CredentialShape("slack-token", $0, .base64URL, 10...255) }

    /// What a search begins with: the prefix, made longer where it is too short for ``StartFilter``.
    var anchors: [[UInt8]] {
        guard prefix.count < StartFilter.width else { return [prefix] }
        return (UInt8.min...UInt8.max).filter(ByteClass.base64URL.contains).map { prefix + [$0] }
    }
}
