/// Reads why a provider failed out of an answer that goes through, keeping a bounded part of it.
protocol FailureReader: Sendable {
    /// Looks at the next piece of the body.
    mutating func read(_ bytes: [UInt8])

    /// The provider's reason, if one was seen.
    var failure: String? { get }
}
