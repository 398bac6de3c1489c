package import OutpostAPI
package import OutpostCore

extension SecretBody {
    /// A secret as it stands on the wire, without its value.
    package init(_ secret: SecretSummary, versions: [SecretVersionSummary]? = nil, refresh: SecretRefresh? = nil) {
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
            },
            refresh: refresh.map { SecretRefreshBody($0) }
        )
    }
}

extension SecretRefreshBody {
    /// A refresh as it stands on the wire, without its recipe.
    package init(_ refresh: SecretRefresh) {
        self.init(
            source: refresh.recipe.source.rawValue,
            everySeconds: refresh.every,
            nextAt: APITime(refresh.nextAt),
            lastAt: refresh.lastAt.map(APITime.init),
            problem: refresh.problem
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
