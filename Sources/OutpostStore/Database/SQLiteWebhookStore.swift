package import Foundation
internal import GRDB
package import OutpostCore

/// Webhooks in SQLite; see ``OutpostDatabase``.
package struct SQLiteWebhookStore: WebhookStore {
    let database: DatabaseQueue

    /// Writes a new webhook, unless the tenant has as many as it may.
    package func insert(_ webhook: Webhook, audit entry: AuditEntry) async throws {
        try await database.writeOrTell { database in
            let count = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM webhook WHERE tenant = ?",
                arguments: [webhook.tenant]
            )
            guard (count ?? 0) < Webhook.maximum else { throw WebhookError.tooMany }
            try database.execute(
                sql: """
                    INSERT INTO webhook (id, tenant, url, events, description, createdAt, rotatedAt, disabledAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    webhook.id, webhook.tenant, webhook.url,
                    try StoredJSON.encode(webhook.events.map(\.rawValue).sorted()), webhook.description,
                    webhook.createdAt.timeIntervalSince1970, webhook.rotatedAt?.timeIntervalSince1970,
                    webhook.disabledAt?.timeIntervalSince1970,
                ]
            )
            try AuditRecord(entry).insert(database)
        }
    }

    /// Reads a tenant's webhooks, or everybody's.
    package func webhooks(tenant: String?) async throws -> [Webhook] {
        try await database.readOrTell { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM webhook WHERE ?1 IS NULL OR tenant = ?1 ORDER BY createdAt, id",
                arguments: [tenant]
            ).map(Webhook.init(stored:))
        }
    }

    /// Reads a webhook.
    package func webhook(_ id: String) async throws -> Webhook {
        try await database.readOrTell { database in
            guard let webhook = try Self.webhook(id, in: database) else { throw WebhookError.unknown(id) }
            return webhook
        }
    }

    static func webhook(_ id: String, in database: Database) throws -> Webhook? {
        try Row.fetchOne(database, sql: "SELECT * FROM webhook WHERE id = ?", arguments: [id])
            .map(Webhook.init(stored:))
    }

    /// Deletes a webhook's row, and its deliveries with it.
    package func remove(_ webhook: Webhook, audit entry: AuditEntry) async throws {
        try await database.writeOrTell { database in
            try database.execute(sql: "DELETE FROM webhook WHERE id = ?", arguments: [webhook.id])
            if database.changesCount > 0 { try AuditRecord(entry).insert(database) }
        }
    }

    /// Writes the time.
    package func rotated(_ webhook: Webhook, at now: Date, audit entry: AuditEntry) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: "UPDATE webhook SET rotatedAt = ? WHERE id = ?",
                arguments: [now.timeIntervalSince1970, webhook.id]
            )
            guard database.changesCount > 0 else { throw WebhookError.unknown(webhook.id) }
            try AuditRecord(entry).insert(database)
        }
    }
}

extension Webhook {
    /// - Throws: ``StoredValueError`` when the row holds what this version cannot read.
    fileprivate init(stored row: Row) throws {
        let id: String = row["id"]
        guard let words = try? StoredJSON.decode(row["events"], as: [String].self) else {
            throw StoredValueError(table: "webhook", row: id)
        }
        self.init(
            id: id,
            tenant: row["tenant"],
            url: row["url"],
            events: Set(words.compactMap(WebhookEvent.init(rawValue:))),
            description: row["description"],
            createdAt: Date(timeIntervalSince1970: row["createdAt"]),
            rotatedAt: (row["rotatedAt"] as Double?).map(Date.init(timeIntervalSince1970:)),
            disabledAt: (row["disabledAt"] as Double?).map(Date.init(timeIntervalSince1970:))
        )
    }
}
