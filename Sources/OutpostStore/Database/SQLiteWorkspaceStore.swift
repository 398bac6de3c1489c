package import Foundation
internal import GRDB
package import OutpostCore

/// Workspaces in SQLite.
package struct SQLiteWorkspaceStore: WorkspaceRepository {
    let database: DatabaseQueue

    /// Inserts the row, or updates the times of the one that is there.
    package func open(_ workspace: Workspace) async throws {
        try await database.writeOrTell { database in
            try WorkspaceRecord(workspace).insert(database, onConflict: .ignore)
            guard database.changesCount == 0 else { return }
            try Self.touch(workspace.id, workspace.lastUsedAt, workspace.expiresAt, nil, in: database)
        }
    }

    /// Updates the times, and the size where one is given.
    package func touch(_ id: WorkspaceID, at time: Date, expiresAt: Date, sizeBytes: Int?) async throws {
        try await database.writeOrTell { try Self.touch(id, time, expiresAt, sizeBytes, in: $0) }
    }

    private static func touch(
        _ id: WorkspaceID,
        _ time: Date,
        _ expiresAt: Date,
        _ sizeBytes: Int?,
        in database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE workspace SET lastUsedAt = ?, expiresAt = ?, sizeBytes = coalesce(?, sizeBytes) WHERE id = ?
                """,
            arguments: [time.timeIntervalSince1970, expiresAt.timeIntervalSince1970, sizeBytes, id.text]
        )
    }

    /// Reads one that is not being removed.
    package func workspace(_ id: WorkspaceID) async throws -> Workspace? {
        try await database.readOrTell { database in
            try WorkspaceRecord.fetchOne(
                database,
                sql: "SELECT * FROM workspace WHERE id = ? AND NOT isDeleting",
                arguments: [id.text]
            )?.workspace()
        }
    }

    /// Reads all rows, the oldest first.
    package func workspaces() async throws -> [Workspace] {
        try await database.readOrTell { database in
            try WorkspaceRecord.fetchAll(database, sql: "SELECT * FROM workspace ORDER BY createdAt, id").map {
                try $0.workspace()
            }
        }
    }

    /// Reads a tenant's that are not being removed.
    package func workspaces(
        of tenant: String,
        after cursor: WorkspaceCursor?,
        limit: Int
    ) async throws -> [Workspace] {
        var sql = "SELECT * FROM workspace WHERE tenant = ? AND NOT isDeleting"
        var arguments: StatementArguments = [tenant]
        if let cursor {
            sql += " AND (createdAt, id) < (?, ?)"
            arguments += [cursor.createdAt.timeIntervalSince1970, cursor.id.text]
        }
        sql += " ORDER BY createdAt DESC, id DESC LIMIT ?"
        arguments += [limit]
        let (text, values) = (sql, arguments)
        return try await database.readOrTell { database in
            try WorkspaceRecord.fetchAll(database, sql: text, arguments: values).map { try $0.workspace() }
        }
    }

    /// Marks the row and writes the audit row in one transaction.
    package func markDeleting(_ id: WorkspaceID, audit entry: AuditEntry) async throws {
        try await database.writeOrTell { database in
            try database.execute(sql: "UPDATE workspace SET isDeleting = 1 WHERE id = ?", arguments: [id.text])
            try AuditRecord(entry).insert(database)
        }
    }

    /// Deletes the row.
    package func forget(_ id: WorkspaceID) async throws {
        try await database.writeOrTell { database in
            try database.execute(sql: "DELETE FROM workspace WHERE id = ?", arguments: [id.text])
        }
    }
}
