/// What an answer says about itself.
package struct Meta: Codable, Sendable, Hashable {
    /// The request's id, a UUID; the same as in the header `X-Request-ID`.
    package var requestId: String
    /// When the answer was made.
    package var timestamp: APITime
    /// Where the next page is; only on lists that have pages.
    package var pagination: Pagination?
    /// What of the request was not honoured; absent when there is nothing to say.
    package var warnings: [String]?

    package init(
        requestId: String,
        timestamp: APITime,
        pagination: Pagination? = nil,
        warnings: [String]? = nil
    ) {
        self.requestId = requestId
        self.timestamp = timestamp
        self.pagination = pagination
        self.warnings = warnings
    }
}

/// The place of a page in its list.
package struct Pagination: Codable, Sendable, Hashable {
    /// Names the next page, opaquely; absent on the last one.
    package var cursor: String?
    /// Whether there is a next page.
    package var hasMore: Bool
    /// The most items that the page could have had.
    package var limit: Int

    package init(cursor: String?, hasMore: Bool, limit: Int) {
        self.cursor = cursor
        self.hasMore = hasMore
        self.limit = limit
    }
}
