internal import Crypto

/// A key as its holder knows it: `otp_` and 64 lower-case hexadecimal digits.
///
/// It is shown once, when it is made; afterwards only its hash exists here. A hash without salt is enough for 256
/// random bits.
package struct APIKeySecret: Sendable {
    /// The key.
    package let value: String

    /// Takes a key as it came over the wire, whatever it looks like.
    package init(value: String) {
        self.value = value
    }

    /// Makes a key from the given source of randomness.
    package static func random(using generator: inout some RandomNumberGenerator) -> APIKeySecret {
        APIKeySecret(value: "otp_" + RandomHex.digits(64, using: &generator))
    }

    /// SHA-256, lower-case hexadecimal.
    package var hash: String {
        SHA256.hash(data: Array(value.utf8)).hexadecimal
    }

    /// What may be shown of it.
    package var prefix: String { String(value.prefix(12)) }
}

/// Random hexadecimal digits.
enum RandomHex {
    /// - Parameters:
    ///   - count: digits, a multiple of 16.
    ///   - generator: the source.
    /// - Returns: lower-case digits.
    static func digits(_ count: Int, using generator: inout some RandomNumberGenerator) -> String {
        (0..<(count / 16)).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
