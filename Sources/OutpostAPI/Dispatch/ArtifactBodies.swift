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

    package init(dispatchId: String, artifacts: [ArtifactBody], status: String, archiveUrl: String? = nil) {
        self.dispatchId = dispatchId
        self.artifacts = artifacts
        self.status = status
        self.archiveUrl = archiveUrl
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
