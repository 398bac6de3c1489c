/// `POST /admin/gc`; what is absent is off.
package struct CollectBody: Codable, Sendable, Hashable {
    /// Whether to tell only.
    package var dryRun: Bool?
    /// Seconds after its end that any result is kept this once, beside the server's own settings.
    package var olderThanSeconds: Int?
    /// Whether images of agents go too.
    package var images: Bool?

    package init(dryRun: Bool? = nil, olderThanSeconds: Int? = nil, images: Bool? = nil) {
        self.dryRun = dryRun
        self.olderThanSeconds = olderThanSeconds
        self.images = images
    }
}

/// What was cleared up or, in a dry run, would have been.
package struct CollectionBody: Codable, Sendable, Hashable {
    /// Whether nothing was removed.
    package var dryRun: Bool
    /// Dispatches whose results went.
    package var resultCount: Int
    /// Bytes of those.
    package var resultBytes: Int
    /// The first thousand of them, in order.
    package var results: [RemovedResultBody]
    /// Images that went; their bytes are with the layers that they share.
    package var images: [RemovedImageBody]
    /// Images that no agent needs, and that a container or another image has.
    package var imagesInUse: [RemovedImageBody]

    package init(
        dryRun: Bool,
        resultCount: Int,
        resultBytes: Int,
        results: [RemovedResultBody],
        images: [RemovedImageBody],
        imagesInUse: [RemovedImageBody]
    ) {
        self.dryRun = dryRun
        self.resultCount = resultCount
        self.resultBytes = resultBytes
        self.results = results
        self.images = images
        self.imagesInUse = imagesInUse
    }
}

/// The results of one dispatch that went.
package struct RemovedResultBody: Codable, Sendable, Hashable {
    /// A ULID.
    package var dispatchId: String
    /// The tenant's id.
    package var tenant: String
    /// When the dispatch ended.
    package var endedAt: APITime
    /// Bytes.
    package var bytes: Int
    /// `expired`, `age`, `disk` or `request`.
    package var cause: String

    package init(dispatchId: String, tenant: String, endedAt: APITime, bytes: Int, cause: String) {
        self.dispatchId = dispatchId
        self.tenant = tenant
        self.endedAt = endedAt
        self.bytes = bytes
        self.cause = cause
    }
}

/// An image that went.
package struct RemovedImageBody: Codable, Sendable, Hashable {
    /// Its name, or its id where it has none.
    package var reference: String
    /// Bytes.
    package var bytes: Int

    package init(reference: String, bytes: Int) {
        self.reference = reference
        self.bytes = bytes
    }
}
