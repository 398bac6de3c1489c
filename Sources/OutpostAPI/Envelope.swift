/// What every successful answer is wrapped in.
package struct Envelope<Content: Codable & Sendable>: Codable, Sendable {
    /// Always true.
    package let success: Bool
    /// The answer.
    package let data: Content
    /// About the answer.
    package let meta: Meta

    package init(data: Content, meta: Meta) {
        success = true
        self.data = data
        self.meta = meta
    }
}

extension Envelope: Equatable where Content: Equatable {}

/// What every failure is wrapped in.
package struct ErrorEnvelope: Codable, Sendable, Hashable {
    /// Always false.
    package let success: Bool
    /// The failure.
    package let error: ErrorBody
    /// About the answer.
    package let meta: Meta

    package init(error: ErrorBody, meta: Meta) {
        success = false
        self.error = error
        self.meta = meta
    }
}

/// A list of which there is only one page.
package struct ListBody<Item: Codable & Sendable>: Codable, Sendable {
    /// The items.
    package let items: [Item]

    package init(items: [Item]) {
        self.items = items
    }
}

extension ListBody: Equatable where Item: Equatable {}
