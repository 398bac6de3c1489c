internal import Foundation
internal import GRDB
internal import OutpostCore

/// A row of `requestSecret`.
struct RequestSecretRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "requestSecret"

    var dispatch: String
    var owner: String
    var tenantKey: Int
    var wrappedKey: Data
    var sealed: Data

    init(_ secret: SealedSecret, of reference: SecretReference) {
        dispatch = reference.name
        owner = reference.owner.text
        tenantKey = secret.tenantKey
        wrappedKey = secret.wrappedKey
        sealed = secret.sealed
    }

    init(_ secret: SealedSecret, of dispatch: Dispatch) {
        let owner = SecretOwner.tenant(dispatch.tenant)
        self.init(secret, of: SecretReference(owner: owner, kind: .dispatch, name: dispatch.id.text))
    }

    var reference: SecretReference {
        SecretReference(owner: SecretOwner(text: owner), kind: .dispatch, name: dispatch)
    }

    var secret: SealedSecret {
        SealedSecret(
            version: SecretReference.dispatchVersion,
            tenantKey: tenantKey,
            wrappedKey: wrappedKey,
            sealed: sealed
        )
    }
}
