internal import Foundation
internal import GRDB
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostStore

@Suite("The database", .timeLimit(.minutes(10)))
struct SchemaTests {
    private func withFile(_ body: (SQLiteDispatchStore, Dispatch) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let store = try SQLiteDispatchStore(path: folder.path + "/outpost.sqlite")
            let dispatch = try SQLiteDispatchStoreTests.dispatch()
            try await store.insert(dispatch)
            try await body(store, dispatch)
        }
    }

    @Test("writes through a rollback journal, synced before a commit returns, and minds its foreign keys")
    func pragmas() async throws {
        try await withFile { store, _ in
            let (journal, synchronous, foreignKeys) = try await store.database.read { database in
                (
                    try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                    try Int.fetchOne(database, sql: "PRAGMA synchronous"),
                    try Int.fetchOne(database, sql: "PRAGMA foreign_keys")
                )
            }
            #expect(journal == "delete")
            #expect(synchronous == 3)
            #expect(foreignKeys == 1)
        }
    }

    @Test("is for its owner alone from the first moment, and so are its journal and the copy before an update")
    func modes() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/outpost.sqlite"
            let store = try SQLiteDispatchStore(path: path)
            #expect(try folder.mode("outpost.sqlite") == 0o600)
            try await store.database.write { database in
                try database.execute(sql: "CREATE TABLE other (x)")
                #expect(try folder.mode("outpost.sqlite-journal") == 0o600)
            }
            try OutpostDatabase.copy(store.database, to: path + ".copy")
            #expect(try folder.mode("outpost.sqlite.copy") == 0o600)
        }
    }

    @Test("is migrated once, and opening it again changes nothing")
    func migrations() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.path + "/outpost.sqlite"
            _ = try SQLiteDispatchStore(path: file)
            let before = try folder.read("outpost.sqlite")
            _ = try SQLiteDispatchStore(path: file)
            #expect(try folder.read("outpost.sqlite") == before)
        }
    }

    @Test(
        "refuses rows that no dispatch can have",
        arguments: [
            "status = 'done'", "status = 'success'", "tier = 'huge'", "task = ''", "timeoutSeconds = 0", "attempt = -1",
            "id = 'short'", "endedAt = 5", "endJSON = '{}'", "timeoutSeconds = 'soon'", "task = NULL", "tenant = NULL",
            "createdAt = 'now'", "status = 'failed', endJSON = '{}'",
        ]
    )
    func constraints(assignment: String) async throws {
        try await withFile { store, dispatch in
            await #expect(throws: DatabaseError.self) {
                try await store.database.write { try $0.execute(sql: "UPDATE dispatch SET \(assignment)") }
            }
            let kept = try await store.dispatch(dispatch.id)
            #expect(kept == dispatch)
        }
    }

    @Test("refuses an event of a dispatch that is not there, and drops a dispatch's events with it")
    func events() async throws {
        try await withFile { store, dispatch in
            await #expect(throws: DatabaseError.self) {
                try await store.database.write { database in
                    try database.execute(
                        sql: "INSERT INTO dispatchEvent (dispatch, at, kind, status) VALUES ('none', 1, 'x', 'pending')"
                    )
                }
            }
            let count = try await store.database.write { database in
                try database.execute(sql: "DELETE FROM dispatch")
                return try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM dispatchEvent")
            }
            #expect(count == 0)
            #expect(try await store.history(of: dispatch.id) == [])
        }
    }

    @Test(
        "says which row it cannot read, rather than to read half of it",
        arguments: ["stopCause = 'whim'", "secretNames = '{'", "status = 'failed', endJSON = '{}', endedAt = 5"]
    )
    func unreadable(assignment: String) async throws {
        try await withFile { store, dispatch in
            try await store.database.write { try $0.execute(sql: "UPDATE dispatch SET \(assignment)") }
            await #expect(throws: (any Error).self) { try await store.dispatch(dispatch.id) }
            await #expect(throws: (any Error).self) {
                try await store.apply(.completing, to: dispatch.id, at: SQLiteDispatchStoreTests.epoch)
            }
        }
    }

    @Test("undoes a change whose history cannot be written")
    func transaction() async throws {
        try await withFile { store, dispatch in
            try await store.database.write { database in
                try database.execute(
                    sql: """
                        CREATE TRIGGER refuse BEFORE INSERT ON dispatchEvent
                        BEGIN SELECT RAISE(ABORT, 'no history'); END
                        """
                )
            }
            await #expect(throws: DatabaseError.self) {
                try await store.apply(.stopRequested(.cancel), to: dispatch.id, at: SQLiteDispatchStoreTests.epoch)
            }
            let kept = try await store.dispatch(dispatch.id)
            #expect(kept == dispatch)
        }
    }
}
