internal import Foundation
internal import GRDB
internal import OutpostCore

/// A row of `dispatchEvent`: the dispatch's history, append-only.
struct EventRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "dispatchEvent"

    var dispatch: String
    var at: Double
    var kind: String
    var status: String
    var detail: String?

    init(_ event: DispatchEvent?, _ dispatch: DispatchID, _ status: DispatchStatus, at now: Date) {
        self.dispatch = dispatch.text
        self.at = now.timeIntervalSince1970
        self.status = status.rawValue
        (kind, detail) =
            switch event {
            case nil: ("accepted", nil)
            case .provisioning(let name): ("provisioning", name)
            case .containerCreated(let id): ("container_created", id)
            case .claimed(let name, _): ("claimed", name)
            case .started(let boot, _): ("started", boot)
            case .requeued: ("requeued", nil)
            case .stopRequested(let cause, _): ("stop_requested", cause.rawValue)
            case .completing: ("completing", nil)
            case .concluded(let end, _): ("concluded", end.reason.rawValue)
            }
    }
}
