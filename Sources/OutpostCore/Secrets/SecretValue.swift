/// A secret's text, which no description, reflection or interpolation shows.
package struct SecretValue: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The secret itself.
    package let text: String

    /// Bytes that a value has at most; it has to go through the environment of a process.
    package static let maximumBytes = 65_536

    package init(_ text: String) { self.text = text }

    package var description: String { "[REDACTED]" }
    /// The same words as ``description``.
    package var debugDescription: String { description }
    /// Shows nothing.
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Why it cannot be stored; nil when it can.
    package var problem: String? {
        if text.isEmpty { return "the value is empty" }
        if text.utf8.count > Self.maximumBytes { return "the value has more than \(Self.maximumBytes) bytes" }
        if text.utf8.contains(0) { return "the value must not contain NUL characters" }
        return nil
    }
}
