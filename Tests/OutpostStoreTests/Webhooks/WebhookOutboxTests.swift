internal import Foundation
internal import GRDB
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostStore

@Suite("What a dispatch's end leaves for webhooks", .timeLimit(.minutes(10)))
struct WebhookOutboxTests {
    @Test(
        "is one delivery for each webhook of the tenant that is told of such ends",
        arguments: [
            (DispatchEnd(status: .success, reason: .changed), WebhookEvent.completed),
            (DispatchEnd(status: .failed, reason: .exit, exitCode: 1), .failed),
            (DispatchEnd(status: .timeout, reason: .timeout), .timeout),
            (DispatchEnd(status: .cancelled, reason: .cancelled), .cancelled),
        ]
    )
    func events(end: DispatchEnd, event: WebhookEvent) async throws {
        let bench = try await WebhookBench()
        try await bench.add("all")
        try await bench.add("one", events: [event])
        try await bench.add("other", events: Set(WebhookEvent.allCases).subtracting([event]))
        try await bench.add("foreign", tenant: "b")
        let id = try await bench.end(1, end)
        for webhook in ["all", "one"] {
            let found = try await bench.deliveries(webhook)
            #expect(found.map(\.event) == [event])
            #expect(found.map(\.dispatch) == [id])
            #expect(found.map(\.message) == ["msg_" + id.text])
        }
        #expect(try await bench.deliveries("other").isEmpty)
        #expect(try await bench.deliveries("foreign").isEmpty)
    }

    @Test("is written once: no event of the dispatch but its end, and no second end, leaves anything")
    func once() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        let (store, now) = (bench.database.dispatches, bench.time.now)
        let dispatch = try ControlPlaneSamples.dispatch(1)
        try await store.insert(dispatch)
        for event in SQLiteDispatchStoreTests.path.dropLast() {
            _ = try await store.apply(event, to: dispatch.id, at: now)
        }
        #expect(try await bench.deliveries().isEmpty)
        for _ in 0..<2 { _ = try await store.apply(SQLiteDispatchStoreTests.path[5], to: dispatch.id, at: now) }
        let late = DispatchEvent.concluded(DispatchEnd(status: .success, reason: .changed), at: now)
        _ = try await store.apply(late, to: dispatch.id, at: now)
        #expect(try await bench.deliveries().map(\.event) == [.failed])
    }

    @Test("is in the end's own transaction: where one of the two cannot be written, neither is")
    func transaction() async throws {
        for table in ["webhookDelivery", "dispatchEvent"] {
            let bench = try await WebhookBench()
            try await bench.add()
            try await bench.vault.run(
                """
                CREATE TRIGGER refuse BEFORE INSERT ON \(table) WHEN \(table == "webhookDelivery" ? "1" : "NEW.kind = 'concluded'")
                BEGIN SELECT RAISE(ABORT, 'no'); END
                """
            )
            await #expect(throws: DatabaseError.self) { try await bench.end() }
            let id = ControlPlaneSamples.id(1)
            #expect(try await bench.database.dispatches.dispatch(id)?.state.end == nil)
            #expect(try await bench.deliveries().isEmpty)
            try await bench.vault.run("DROP TRIGGER refuse")
            let end = DispatchEvent.concluded(DispatchEnd(status: .success, reason: .changed), at: bench.time.now)
            _ = try await bench.database.dispatches.apply(end, to: id, at: bench.time.now)
            #expect(try await bench.deliveries().count == 1)
        }
    }

    @Test("is nothing for a webhook that is switched off")
    func off() async throws {
        let bench = try await WebhookBench()
        try await bench.add()
        try await bench.vault.run("UPDATE webhook SET disabledAt = 1")
        try await bench.end()
        #expect(try await bench.deliveries().isEmpty)
    }

    @Test("came with a schema that keeps the secrets that were there")
    func migration() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/outpost.sqlite"
            let queue = try DatabaseQueue(path: path)
            try Migrations.migrator.migrate(queue, upTo: "6-tenant-runtime")
            try await queue.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO tenantKey VALUES ('a', 1, 'm', x'00');
                        INSERT INTO secret VALUES ('a', 'git', 'git.test', 2, 5, 6);
                        INSERT INTO secretVersion VALUES ('a', 'git', 'git.test', 2, 1, x'01', x'02', 7, 'me');
                        INSERT INTO secretRefresh (owner, kind, name, source, text, every, nextAt)
                            VALUES ('a', 'git', 'git.test', 'command', 'x', 60, 9);
                        """
                )
            }
            try queue.close()
            let database = try OutpostDatabase(path: path)
            try database.check()
            let reference = SecretReference(owner: .tenant("a"), kind: .git, name: "git.test")
            let kept = try #require(try await database.secrets.summary(of: reference))
            #expect(kept.version == 2)
            #expect(kept.lastUsedAt == Date(timeIntervalSince1970: 6))
            // What refers to the table still does.
            await #expect(throws: DatabaseError.self) {
                try await database.secrets.database.write { try $0.execute(sql: "DELETE FROM secret") }
            }
        }
    }
}
