internal import Crypto
internal import Foundation

extension SealingContext {
    /// Seals a version under a fresh key of its own, and that one under the owner's.
    func seal(
        _ value: Data,
        as reference: SecretReference,
        version: Int,
        under key: SymmetricKey,
        numbered number: Int
    ) throws -> SealedSecret {
        let dataKey = RandomBytes.make(MasterKey.byteCount)
        return SealedSecret(
            version: version,
            tenantKey: number,
            wrappedKey: try Sealing.seal(
                dataKey,
                under: key,
                boundTo: self.dataKey(reference, version: version, tenantKey: number)
            ),
            sealed: try Sealing.seal(
                value,
                under: SymmetricKey(data: dataKey),
                boundTo: self.value(reference, version: version, tenantKey: number)
            )
        )
    }

    /// - Throws: `CryptoKitError` when anything of it was changed or belongs elsewhere.
    func open(_ secret: SealedSecret, of reference: SecretReference, under key: SymmetricKey) throws -> Data {
        let bound = dataKey(reference, version: secret.version, tenantKey: secret.tenantKey)
        return try Sealing.open(
            secret.sealed,
            under: SymmetricKey(data: try Sealing.open(secret.wrappedKey, under: key, boundTo: bound)),
            boundTo: value(reference, version: secret.version, tenantKey: secret.tenantKey)
        )
    }
}
