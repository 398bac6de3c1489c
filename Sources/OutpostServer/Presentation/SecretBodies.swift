package import OutpostAPI
package import OutpostCore

extension SecretBody {
    /// A secret as it stands on the wire, without its value.
    package init(_ secret: SecretSummary, versions: [SecretVersionSummary]? = nil) {
        self.init(
            name: secret.reference.name,
            version: secret.version,
            createdAt: APITime(secret.createdAt),
            updatedAt: APITime(secret.updatedAt),
            updatedBy: secret.updatedBy,
            lastUsedAt: secret.lastUsedAt.map(APITime.init),
            versions: versions?.map { version in
                SecretVersionBody(
                    version: version.version,
                    createdAt: APITime(version.createdAt),
                    createdBy: version.createdBy
                )
            }
        )
    }
}

extension GitCredentialBody {
    /// A git credential as it stands on the wire, without user or token.
    package init(_ secret: SecretSummary) {
        self.init(
            host: secret.reference.name,
            version: secret.version,
            updatedAt: APITime(secret.updatedAt),
            updatedBy: secret.updatedBy,
            lastUsedAt: secret.lastUsedAt.map(APITime.init)
        )
    }
}
