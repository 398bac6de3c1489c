internal import Crypto
internal import Foundation

/// The key that an endpoint's messages are signed with: `whsec_` and base64, as Standard Webhooks writes it.
package struct WebhookSecret: Sendable, CustomStringConvertible {
    /// The secret as its holder knows it.
    package let text: String
    private let key: SymmetricKey

    private static let prefix = "whsec_"
    /// Bytes that a secret has, by the specification.
    private static let sizes = 24...64

    /// Reads a secret; nil when the text is none.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), let bytes = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
            Self.sizes.contains(bytes.count)
        else { return nil }
        self.text = text
        key = SymmetricKey(data: bytes)
    }

    /// Takes a key's bytes.
    package init(key bytes: [UInt8]) {
        text = Self.prefix + Data(bytes).base64EncodedString()
        key = SymmetricKey(data: bytes)
    }

    package var description: String { "[REDACTED]" }

    /// Signs a message: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
    ///
    /// - Parameters:
    ///   - message: its id.
    ///   - timestamp: seconds since 1970.
    ///   - body: its body, byte for byte as it is sent.
    /// - Returns: one signature of the header `webhook-signature`.
    package func signature(of message: String, timestamp: Int, body: [UInt8]) -> String {
        let signed = Array("\(message).\(timestamp).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
        return "v1," + Data(code).base64EncodedString()
    }
}
