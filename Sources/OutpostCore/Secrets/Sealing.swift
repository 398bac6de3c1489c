internal import Crypto
internal import Foundation

/// AES-256-GCM with what it is bound to.
enum Sealing {
    /// - Returns: nonce, ciphertext and tag.
    static func seal(_ text: Data, under key: SymmetricKey, boundTo context: AssociatedData) throws -> Data {
        let box = try AES.GCM.seal(text, using: key, authenticating: context.bytes)
        // The nonce has its usual size, so there is a combined form.
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return combined
    }

    /// - Throws: `CryptoKitError` when the key or the context is another, or a bit differs.
    static func open(_ sealed: Data, under key: SymmetricKey, boundTo context: AssociatedData) throws -> Data {
        try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: context.bytes)
    }
}

/// The contexts of everything that is sealed for one installation.
struct SealingContext: Sendable {
    let instance: String

    func keyCheck(_ master: String, salt: Data) -> AssociatedData {
        AssociatedData("outpost/key-check/v1", instance, master, salt.base64EncodedString())
    }

    func tenantKey(_ owner: SecretOwner, version: Int, master: String) -> AssociatedData {
        AssociatedData("outpost/tenant-key/v1", instance, owner.text, String(version), master)
    }

    func dataKey(_ reference: SecretReference, version: Int, tenantKey: Int) -> AssociatedData {
        bound("outpost/data-key/v1", reference, version, tenantKey)
    }

    func value(_ reference: SecretReference, version: Int, tenantKey: Int) -> AssociatedData {
        bound("outpost/secret/v1", reference, version, tenantKey)
    }

    private func bound(_ what: String, _ secret: SecretReference, _ version: Int, _ tenantKey: Int) -> AssociatedData {
        AssociatedData(
            what,
            instance,
            secret.owner.text,
            secret.kind.rawValue,
            secret.name,
            String(version),
            "AES-256-GCM",
            String(tenantKey)
        )
    }
}

/// Random bytes of the system's CSPRNG.
enum RandomBytes {
    static func make(_ count: Int) -> Data {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
