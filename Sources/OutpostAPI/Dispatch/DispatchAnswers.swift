/// The answer to `POST /dispatch`.
package struct DispatchAccepted: Codable, Sendable, Hashable {
    /// A ULID.
    package var dispatchId: String
    /// Usually `pending`.
    package var status: String
    /// The agent's name.
    package var agent: String
    /// The resolved model id, or `none`.
    package var modelId: String
    /// When it will probably start.
    package var estimatedStartTime: APITime
    /// Dispatches that start before it.
    package var queuePosition: Int
    /// True when an earlier request with the same idempotency key made it; absent otherwise.
    package var idempotent: Bool?
    /// The client's own labels; absent when there are none.
    package var tags: [String: String]?

    package init(
        dispatchId: String,
        status: String,
        agent: String,
        modelId: String,
        estimatedStartTime: APITime,
        queuePosition: Int,
        idempotent: Bool?,
        tags: [String: String]?
    ) {
        self.dispatchId = dispatchId
        self.status = status
        self.agent = agent
        self.modelId = modelId
        self.estimatedStartTime = estimatedStartTime
        self.queuePosition = queuePosition
        self.idempotent = idempotent
        self.tags = tags
    }
}

/// The answer to a cancellation.
package struct DispatchCancelled: Codable, Sendable, Hashable {
    /// A ULID.
    package var dispatchId: String
    /// `cancelled`, or an earlier status while the agent still has to stop.
    package var status: String
    /// For people.
    package var message: String

    package init(dispatchId: String, status: String, message: String) {
        self.dispatchId = dispatchId
        self.status = status
        self.message = message
    }
}

/// A page of a list.
package struct PageBody<Item: Codable & Sendable>: Codable, Sendable {
    /// The items.
    package var items: [Item]
    /// Opaque; names the next page; absent on the last one.
    package var nextCursor: String?
    /// Whether there is a next page.
    package var hasMore: Bool

    package init(items: [Item], nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
        hasMore = nextCursor != nil
    }
}

extension PageBody: Equatable where Item: Equatable {}
