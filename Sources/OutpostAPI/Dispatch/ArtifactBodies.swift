/// The artifacts of a dispatch.
package struct ArtifactsBody: Codable, Sendable, Hashable {
    /// A ULID.
    package var dispatchId: String
    /// The files; empty while the dispatch runs.
    package var artifacts: [ArtifactBody]
    /// The dispatch's status.
    package var status: String
    /// Where all of them can be fetched as one tar without a key, as long as each of them; nil while there are none.
    package var archiveUrl: String?
    /// When and why the files were removed; absent while they are there, and where there never were any.
    package var removed: ArtifactsRemoval?

    package init(dispatchId: String, artifacts: [ArtifactBody], status: String, archiveUrl: String? = nil) {
        self.dispatchId = dispatchId
        self.artifacts = artifacts
        self.status = status
        self.archiveUrl = archiveUrl
    }
}

/// That the artifacts and the log of a dispatch were removed.
package struct ArtifactsRemoval: Codable, Sendable, Hashable {
    /// When.
    package var at: APITime
    /// `expired` (its `expires_at` came), `age`, `disk` (which was nearly full) or `request`.
    package var cause: String

    package init(at time: APITime, cause: String) {
        at = time
        self.cause = cause
    }
}

/// `DELETE /artifacts/:dispatchId`.
package struct ArtifactsDeleted: Codable, Sendable, Hashable {
    /// A ULID.
    package var dispatchId: String
    /// The removal; an earlier one where they were gone.
    package var removal: ArtifactsRemoval
    /// Bytes that are free now.
    package var freedBytes: Int

    package init(dispatchId: String, removal: ArtifactsRemoval, freedBytes: Int) {
        self.dispatchId = dispatchId
        self.removal = removal
        self.freedBytes = freedBytes
    }
}

/// One artifact.
package struct ArtifactBody: Codable, Sendable, Hashable {
    /// `logs`, `metadata`, `workspace` or `output`.
    package var type: String
    /// The path below the dispatch.
    package var key: String
    /// Where it can be fetched without a key until `expiresAt`.
    package var url: String
    /// When `url` ends.
    package var expiresAt: APITime
    /// Bytes.
    package var sizeBytes: Int
    /// Media type.
    package var contentType: String
    /// SHA-256, lower-case hexadecimal.
    package var sha256: String
    /// The beginning of a text, or null for what is none; nil unless it was asked for.
    package var preview: JSONValue?
    /// True where it holds a secret, and is given only to who asks with `reveal`; nil where none was found.
    package var containsSecret: Bool?
    /// Names of the secrets in it.
    package var secretNames: [String]?

    package init(
        type: String,
        key: String,
        url: String,
        expiresAt: APITime,
        sizeBytes: Int,
        contentType: String,
        sha256: String
    ) {
        self.type = type
        self.key = key
        self.url = url
        self.expiresAt = expiresAt
        self.sizeBytes = sizeBytes
        self.contentType = contentType
        self.sha256 = sha256
    }
}
