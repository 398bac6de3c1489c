/// What kind of failure ended a dispatch.
package struct DispatchErrorBody: Codable, Sendable, Hashable {
    /// The kind, as a word for programs.
    package var `class`: String
    /// Whether the same dispatch may succeed when it is sent again, after `resetAt` where there is one.
    package var retryable: Bool
    /// What to do next, as a sentence.
    package var remedy: String
    /// When the provider's limit ends; absent where it did not say.
    package var resetAt: APITime?

    package init(class: String, retryable: Bool, remedy: String, resetAt: APITime?) {
        self.class = `class`
        self.retryable = retryable
        self.remedy = remedy
        self.resetAt = resetAt
    }
}
