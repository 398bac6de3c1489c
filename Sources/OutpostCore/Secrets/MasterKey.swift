internal import Crypto
internal import CryptoExtras
package import Foundation

/// The key that protects every other key of an installation.
///
/// Nothing is sealed under it directly: what it seals, and its id, come from keys that are derived from it.
package struct MasterKey: Sendable {
    /// Sixteen hexadecimal digits that tell one key from another and say nothing about it.
    package let id: String
    let wrapping: SymmetricKey
    let checking: SymmetricKey

    /// Bytes of a key.
    package static let byteCount = 32

    /// Takes a key's bytes.
    ///
    /// - Throws: ``SecretError/malformedMasterKey(_:)``.
    package init(bytes: [UInt8]) throws(SecretError) {
        guard bytes.count == Self.byteCount else {
            throw .malformedMasterKey("it has \(bytes.count) bytes instead of \(Self.byteCount)")
        }
        self.init(SymmetricKey(data: bytes))
    }

    /// Takes a key as it stands in a file: 64 hexadecimal digits; blanks around them do not count.
    ///
    /// - Throws: ``SecretError/malformedMasterKey(_:)``.
    package init(text: String) throws(SecretError) {
        let bytes = [UInt8](hexadecimal: text.trimmingCharacters(in: .whitespacesAndNewlines))
        guard let bytes, bytes.count == Self.byteCount else {
            throw .malformedMasterKey("it has to be \(2 * Self.byteCount) hexadecimal digits")
        }
        try self.init(bytes: bytes)
    }

    /// Makes a key from a passphrase with scrypt (N = 2^17, r = 8, p = 1: 128 MiB and a good part of a second).
    ///
    /// - Throws: ``SecretError/weakPassphrase(minimum:)``, or an error of the cryptographic library.
    package init(passphrase: SecretValue, salt: Data) throws {
        guard passphrase.text.count >= Self.shortestPassphrase else {
            throw SecretError.weakPassphrase(minimum: Self.shortestPassphrase)
        }
        self.init(
            try KDF.Scrypt.deriveKey(
                from: Data(passphrase.text.utf8),
                salt: salt,
                outputByteCount: Self.byteCount,
                rounds: 1 << 17,
                blockSize: 8,
                parallelism: 1
            )
        )
    }

    /// Characters that a passphrase has at least.
    package static let shortestPassphrase = 16

    /// A new key as it stands in a file.
    package static func randomText(using generator: inout some RandomNumberGenerator) -> String {
        RandomHex.digits(2 * byteCount, using: &generator)
    }

    private init(_ key: SymmetricKey) {
        wrapping = Self.derive("outpost/master/wrap/v1", from: key)
        checking = Self.derive("outpost/master/check/v1", from: key)
        let name = Self.derive("outpost/master/id/v1", from: key)
        let code = HMAC<SHA256>.authenticationCode(for: Data(), using: name)
        id = code.prefix(8).hexadecimal
    }

    private static func derive(_ purpose: String, from key: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: byteCount)
    }
}

/// A master key as it was found, before a salt is known.
package enum MasterKeyMaterial: Sendable {
    /// The key itself.
    case key(MasterKey)
    /// A passphrase to make it from.
    case passphrase(SecretValue)

    func key(salt: Data) throws -> MasterKey {
        switch self {
        case .key(let key): key
        case .passphrase(let passphrase): try MasterKey(passphrase: passphrase, salt: salt)
        }
    }
}
