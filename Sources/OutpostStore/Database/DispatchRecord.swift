internal import Foundation
internal import GRDB
internal import OutpostCore

/// A row of `dispatch`.
struct DispatchRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "dispatch"

    var id: String
    var tenant: String
    var agent: String
    var model: String
    var tier: String
    var task: String
    var repository: String?
    var reference: String?
    var timeoutSeconds: Int
    var secretNames: String
    var options: String
    var createdAt: Double
    var batch: String?
    var status: String
    var attempt: Int
    var containerName: String?
    var containerID: String?
    var boot: String?
    var startedAt: Double?
    var stopCause: String?
    var stopReason: String?
    var endJSON: String?
    var endedAt: Double?
    var resultsRemovedAt: Double?
    var resultsRemovedBecause: String?

    init(_ dispatch: Dispatch) throws {
        let request = dispatch.request
        let state = dispatch.state
        id = dispatch.id.text
        tenant = dispatch.tenant
        agent = request.agent
        model = request.model
        tier = request.tier.rawValue
        task = request.task
        repository = request.repository
        reference = request.reference
        timeoutSeconds = request.timeoutSeconds
        secretNames = try StoredJSON.encode(request.secretNames)
        options = try StoredJSON.encode(request.options)
        createdAt = dispatch.createdAt.timeIntervalSince1970
        batch = dispatch.batch?.text
        status = state.status.rawValue
        attempt = state.attempt
        containerName = state.containerName
        containerID = state.containerID
        boot = state.boot
        startedAt = state.startedAt?.timeIntervalSince1970
        stopCause = state.stopCause?.rawValue
        stopReason = state.stopReason
        endJSON = try state.end.map { try StoredJSON.encode($0) }
        endedAt = state.endedAt?.timeIntervalSince1970
        resultsRemovedAt = dispatch.removal?.at.timeIntervalSince1970
        resultsRemovedBecause = dispatch.removal?.cause.rawValue
    }

    /// - Throws: ``StoredValueError`` when the row holds what this version cannot read.
    func dispatch() throws -> Dispatch {
        guard let id = DispatchID(id), let tier = Tier(rawValue: tier), let status = DispatchStatus(rawValue: status)
        else {
            throw StoredValueError(table: Self.databaseTableName, row: id)
        }
        if let stopCause, StopCause(rawValue: stopCause) == nil {
            throw StoredValueError(table: Self.databaseTableName, row: id.text)
        }
        let request = DispatchRequest(
            storedAgent: agent,
            model: model,
            tier: tier,
            task: task,
            repository: repository,
            reference: reference,
            timeoutSeconds: timeoutSeconds,
            secretNames: try StoredJSON.decode(secretNames),
            options: try StoredJSON.decode(options)
        )
        let batch = batch.flatMap(BatchID.init)
        guard (batch == nil) == (self.batch == nil) else {
            throw StoredValueError(table: Self.databaseTableName, row: id.text)
        }
        let state = DispatchState(
            status: status,
            attempt: attempt,
            containerName: containerName,
            containerID: containerID,
            boot: boot,
            startedAt: startedAt.map(Date.init(timeIntervalSince1970:)),
            stopCause: stopCause.flatMap(StopCause.init(rawValue:)),
            stopReason: stopReason,
            end: try endJSON.map { try StoredJSON.decode($0) },
            endedAt: endedAt.map(Date.init(timeIntervalSince1970:))
        )
        return Dispatch(
            id: id,
            tenant: tenant,
            request: request,
            createdAt: Date(timeIntervalSince1970: createdAt),
            batch: batch,
            state: state,
            removal: try removal()
        )
    }

    private func removal() throws -> ResultRemoval? {
        guard let resultsRemovedAt else { return nil }
        guard let cause = resultsRemovedBecause.flatMap(ResultRemoval.Cause.init(rawValue:)) else {
            throw StoredValueError(table: Self.databaseTableName, row: id)
        }
        return ResultRemoval(at: Date(timeIntervalSince1970: resultsRemovedAt), cause: cause)
    }
}

/// A row that this version cannot read.
package struct StoredValueError: Error, Sendable, Hashable {
    /// The table.
    package let table: String
    /// Its key.
    package let row: String
}

extension StoredValueError: CustomStringConvertible {
    /// One sentence for people.
    package var description: String {
        "the row '\(row)' of the table \(table) was written by another version of Outpost and cannot be read"
    }
}
