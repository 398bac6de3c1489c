package import Foundation
internal import GRDB
package import OutpostCore

extension SQLiteWebhookStore {
    /// Marks the delivery that is due the longest as taken, until its lease ends.
    ///
    /// - Throws: ``StoredValueError`` for one that cannot be read, or whose webhook cannot: it was given up.
    package func claim(at now: Date, lease: Date, busy: BusyReceivers) async throws -> ClaimedDelivery? {
        // Nothing is written, and nothing waits for a disk, while nothing is due.
        let isDue = try await database.readOrTell { try Self.due(at: now, busy, in: $0) != nil }
        guard isDue else { return nil }
        let taken = try await database.writeOrTell { database -> Result<ClaimedDelivery?, StoredValueError> in
            guard let sequence = try Self.due(at: now, busy, in: database) else { return .success(nil) }
            do {
                return .success(try Self.take(sequence, until: lease, in: database))
            } catch let error as StoredValueError {
                let problem = "what is stored of it or of its webhook cannot be read"
                try Self.giveUp("sequence = \(sequence)", because: problem, at: now, in: database)
                return .failure(error)
            }
        }
        return try taken.get()
    }

    private static func take(_ sequence: Int, until lease: Date, in database: Database) throws -> ClaimedDelivery? {
        let select = "SELECT * FROM webhookDelivery WHERE sequence = ?"
        guard let row = try Row.fetchOne(database, sql: select, arguments: [sequence]) else { return nil }
        var delivery = try WebhookDelivery(stored: row)
        guard let webhook = try webhook(delivery.webhook, in: database) else { return nil }
        delivery.attempts += 1
        delivery.nextAt = lease
        try database.execute(
            sql: "UPDATE webhookDelivery SET isTaken = 1, attempts = ?, nextAt = ? WHERE sequence = ?",
            arguments: [delivery.attempts, lease.timeIntervalSince1970, sequence]
        )
        return ClaimedDelivery(webhook: webhook, delivery: delivery)
    }

    private static func due(at now: Date, _ busy: BusyReceivers, in database: Database) throws -> Int? {
        try Int.fetchOne(
            database,
            sql: """
                SELECT sequence FROM webhookDelivery
                WHERE state = 'pending' AND nextAt <= ?1 AND webhook NOT IN (SELECT value FROM json_each(?2))
                    AND webhook NOT IN (SELECT id FROM webhook WHERE tenant IN (SELECT value FROM json_each(?3)))
                ORDER BY nextAt, sequence LIMIT 1
                """,
            arguments: [
                now.timeIntervalSince1970, try StoredJSON.encode(busy.webhooks.sorted()),
                try StoredJSON.encode(busy.tenants.sorted()),
            ]
        )
    }

    /// Ends deliveries that are not sent any more.
    private static func giveUp(
        _ which: SQL,
        because problem: String,
        at now: Date,
        in database: Database
    ) throws {
        try database.execute(
            literal: """
                UPDATE webhookDelivery SET state = 'dead', nextAt = NULL, isTaken = 0,
                    lastAt = \(now.timeIntervalSince1970), problem = \(problem)
                WHERE \(which) AND state = 'pending'
                """
        )
    }

    /// Makes due what is taken.
    package func releaseClaims(at now: Date) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: "UPDATE webhookDelivery SET isTaken = 0, nextAt = ? WHERE state = 'pending' AND isTaken",
                arguments: [now.timeIntervalSince1970]
            )
        }
    }

    /// Writes a delivery that is taken.
    package func insert(_ delivery: WebhookDelivery, audit entry: AuditEntry) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: """
                    INSERT INTO webhookDelivery
                        (webhook, message, event, dispatch, createdAt, state, attempts, since, isTaken, nextAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
                    """,
                arguments: [
                    delivery.webhook, delivery.message, delivery.event?.rawValue, delivery.dispatch?.text,
                    delivery.createdAt.timeIntervalSince1970, delivery.state.rawValue, delivery.attempts,
                    delivery.since.timeIntervalSince1970, delivery.nextAt?.timeIntervalSince1970,
                ]
            )
            try AuditRecord(entry).insert(database)
        }
    }

    /// Writes what came of an attempt; one that was given up meanwhile is not tried again.
    package func note(_ delivery: WebhookDelivery, _ change: WebhookChange?) async throws {
        try await database.writeOrTell { database in
            try database.execute(
                sql: """
                    UPDATE webhookDelivery SET state = ?, nextAt = ?, isTaken = 0, lastAt = ?, lastStatus = ?,
                        problem = ?, response = ?
                    WHERE webhook = ? AND message = ? AND (state = 'pending' OR ? <> 'pending')
                    """,
                arguments: [
                    delivery.state.rawValue, delivery.nextAt?.timeIntervalSince1970,
                    delivery.lastAt?.timeIntervalSince1970, delivery.lastStatus, delivery.problem, delivery.response,
                    delivery.webhook, delivery.message, delivery.state.rawValue,
                ]
            )
            guard database.changesCount > 0, let change else { return }
            try Self.apply(change, to: delivery.webhook, in: database)
        }
    }

    private static func apply(_ change: WebhookChange, to webhook: String, in database: Database) throws {
        switch change {
        case .off(let time, let entry):
            try database.execute(
                sql: "UPDATE webhook SET disabledAt = ? WHERE id = ? AND disabledAt IS NULL",
                arguments: [time.timeIntervalSince1970, webhook]
            )
            guard database.changesCount > 0 else { return }
            try giveUp("webhook = \(webhook)", because: "the endpoint was switched off", at: time, in: database)
            try AuditRecord(entry).insert(database)
        case .on(let entry):
            try database.execute(
                sql: "UPDATE webhook SET disabledAt = NULL WHERE id = ? AND disabledAt IS NOT NULL",
                arguments: [webhook]
            )
            if database.changesCount > 0 { try AuditRecord(entry).insert(database) }
        }
    }

    static let listing = """
        SELECT * FROM webhookDelivery WHERE webhook = ?1 AND (?2 IS NULL OR state = ?2)
            AND (?3 IS NULL OR sequence < ?3)
        ORDER BY sequence DESC LIMIT ?4
        """

    /// Reads a webhook's deliveries, the newest first.
    package func deliveries(_ query: DeliveryQuery) async throws -> [WebhookDelivery] {
        try await database.readOrTell { database in
            try Row.fetchAll(
                database,
                sql: Self.listing,
                arguments: [query.webhook, query.state?.rawValue, query.before, query.limit]
            ).map(WebhookDelivery.init(stored:))
        }
    }

    /// Makes a delivery that ended due, unless its webhook is switched off.
    package func redeliver(
        _ message: String,
        of webhook: Webhook,
        at now: Date,
        audit entry: AuditEntry
    ) async throws -> WebhookDelivery {
        try await database.writeOrTell { database in
            func found() throws -> WebhookDelivery {
                let row = try Row.fetchOne(
                    database,
                    sql: "SELECT * FROM webhookDelivery WHERE webhook = ? AND message = ?",
                    arguments: [webhook.id, message]
                )
                guard let row else { throw WebhookError.unknownDelivery(message) }
                return try WebhookDelivery(stored: row)
            }
            guard let known = try Self.webhook(webhook.id, in: database) else { throw WebhookError.unknown(webhook.id) }
            guard known.disabledAt == nil else { throw WebhookError.switchedOff(webhook.id) }
            guard try found().state != .pending else { throw WebhookError.stillPending(message) }
            try database.execute(
                sql: """
                    UPDATE webhookDelivery SET state = 'pending', attempts = 0, since = ?1, nextAt = ?1, isTaken = 0
                    WHERE webhook = ?2 AND message = ?3
                    """,
                arguments: [now.timeIntervalSince1970, webhook.id, message]
            )
            try AuditRecord(entry).insert(database)
            return try found()
        }
    }

    /// What it says twice of the state is what SQLite needs to know that the index of ended deliveries has them all.
    static let forgetting = "DELETE FROM webhookDelivery WHERE state = ? AND state <> 'pending' AND lastAt < ?"

    /// Deletes deliveries that ended and are old.
    package func forget(deliveredBefore: Date, deadBefore: Date) async throws {
        try await database.writeOrTell { database in
            for (state, time) in [(WebhookDelivery.State.delivered, deliveredBefore), (.dead, deadBefore)] {
                try database.execute(
                    sql: Self.forgetting,
                    arguments: [state.rawValue, time.timeIntervalSince1970]
                )
            }
        }
    }

    /// Watches the table of deliveries; what is written by others than this process is not seen.
    package func arrivals() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let observer = WebhookArrivals(continuation)
        database.add(transactionObserver: observer, extent: .databaseLifetime)
        return stream
    }
}

extension WebhookDelivery {
    /// - Throws: ``StoredValueError`` when the row holds what this version cannot read.
    fileprivate init(stored row: Row) throws {
        let (message, event, dispatch): (String, String?, String?) = (row["message"], row["event"], row["dispatch"])
        let (known, id) = (event.flatMap(WebhookEvent.init(rawValue:)), dispatch.flatMap { DispatchID($0) })
        guard let state = State(rawValue: row["state"]), (known == nil) == (event == nil),
            (id == nil) == (dispatch == nil)
        else { throw StoredValueError(table: "webhookDelivery", row: message) }
        func time(_ column: String) -> Date? { (row[column] as Double?).map(Date.init(timeIntervalSince1970:)) }
        self.init(
            sequence: row["sequence"],
            webhook: row["webhook"],
            message: message,
            event: known,
            dispatch: id,
            createdAt: Date(timeIntervalSince1970: row["createdAt"]),
            since: time("since")
        )
        self.state = state
        (attempts, nextAt, lastAt) = (row["attempts"], time("nextAt"), time("lastAt"))
        (lastStatus, problem, response) = (row["lastStatus"], row["problem"], row["response"])
    }
}
