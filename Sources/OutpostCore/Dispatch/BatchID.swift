/// Names the dispatches that one request made for several agents; a ULID.
package struct BatchID: Sendable, Hashable, CustomStringConvertible {
    /// The 26 characters.
    package let text: String

    /// Makes one of an identifier that nothing else has.
    package init(_ id: DispatchID) { text = id.text }

    /// Reads a ULID; nil where the text is none.
    package init?(_ text: String) {
        guard let id = DispatchID(text) else { return nil }
        self.init(id)
    }

    package var description: String { text }
}
