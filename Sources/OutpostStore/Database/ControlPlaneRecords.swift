internal import Foundation
internal import GRDB
internal import OutpostCore

/// A row of `dispatchTag`.
struct TagRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "dispatchTag"

    var dispatch: String
    var name: String
    var value: String
}

/// A row of `idempotency`.
struct IdempotencyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "idempotency"

    var tenant: String
    var key: String
    var fingerprint: String
    var dispatch: String
    var expiresAt: Double

    init(_ idempotency: Idempotency, _ dispatch: Dispatch) {
        tenant = dispatch.tenant
        key = idempotency.key
        fingerprint = idempotency.fingerprint
        self.dispatch = dispatch.id.text
        expiresAt = idempotency.expiresAt.timeIntervalSince1970
    }
}
