internal import Foundation
internal import GRDB
internal import OutpostCore

/// A row of `workspace`.
struct WorkspaceRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "workspace"

    var id: String
    var tenant: String
    var repository: String?
    var createdAt: Double
    var lastUsedAt: Double
    var expiresAt: Double
    var sizeBytes: Int
    var isDeleting: Bool

    init(_ workspace: Workspace) {
        id = workspace.id.text
        tenant = workspace.key.tenant
        repository = workspace.key.repository
        createdAt = workspace.createdAt.timeIntervalSince1970
        lastUsedAt = workspace.lastUsedAt.timeIntervalSince1970
        expiresAt = workspace.expiresAt.timeIntervalSince1970
        sizeBytes = workspace.sizeBytes
        isDeleting = workspace.isDeleting
    }

    /// - Throws: ``StoredValueError`` when the row holds what this version cannot read.
    func workspace() throws -> Workspace {
        guard let id = WorkspaceID(id) else { throw StoredValueError(table: Self.databaseTableName, row: id) }
        return Workspace(
            id: id,
            key: WorkspaceKey(tenant: tenant, repository: repository),
            createdAt: Date(timeIntervalSince1970: createdAt),
            lastUsedAt: Date(timeIntervalSince1970: lastUsedAt),
            expiresAt: Date(timeIntervalSince1970: expiresAt),
            sizeBytes: sizeBytes,
            isDeleting: isDeleting
        )
    }
}
