internal import Crypto
internal import Foundation
internal import OutpostCore

/// Signs what the server hands out and later gets back.
struct Signer: Sendable {
    private let key: SymmetricKey

    init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// HMAC-SHA256 over the parts, in lower-case hexadecimal.
    ///
    /// No part but the last may contain a line feed.
    func sign(_ parts: [String]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(parts.joined(separator: "\n").utf8), using: key)
        return code.hexadecimal
    }

    /// Whether the signature is that of the parts, in constant time.
    func verifies(_ signature: String, of parts: [String]) -> Bool {
        ConstantTime.equal(sign(parts), signature)
    }
}
