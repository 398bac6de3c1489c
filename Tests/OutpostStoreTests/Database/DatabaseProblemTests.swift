internal import Foundation
internal import GRDB
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostStore

@Suite("A database that cannot be used", .timeLimit(.minutes(10)))
struct DatabaseProblemTests {
    @Test("is not made anew while results of its dispatches are there", arguments: [false, true])
    func missing(isEmpty: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let data = try DataDirectory(creating: folder.path + "/data")
            _ = try OutpostDatabase(in: data)
            try folder.makeFolder("data/dispatches/01ARZ3NDEKTSV4RRFFQ69G5FAV")
            try FileManager.default.removeItem(atPath: data.database)
            if isEmpty { try folder.write("data/outpost.sqlite", "") }
            let head = try folder.read("data/audit.head")
            #expect(throws: DatabaseProblem.missing(path: data.database)) { try OutpostDatabase(in: data) }
            #expect(try folder.read("data/audit.head") == head)
        }
    }

    @Test("is found by its contents, and named", arguments: [0, 100, 5000])
    func damaged(offset: Int) async throws {
        try await TemporaryFolder.with { folder in
            let data = try DataDirectory(creating: folder.path + "/data")
            do {
                let store = try OutpostDatabase(in: data).dispatches
                for number in 1...200 { try await store.insert(try ControlPlaneSamples.dispatch(UInt64(number))) }
            }
            let url = URL(fileURLWithPath: data.database)
            var bytes = [UInt8](try Data(contentsOf: url))
            for place in offset..<offset + 4000 { bytes[place] = 0x5A }
            try Data(bytes).write(to: url)
            let error = #expect(throws: (any Error).self) { try OutpostDatabase(in: data).check() }
            guard case .damaged(let path, _)? = error as? DatabaseProblem else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(path == data.database)
            #expect(try Data(contentsOf: url) == Data(bytes), "it was left as it is")
        }
    }

    @Test("because a newer program changed it is left alone")
    func newer() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/outpost.sqlite"
            _ = try OutpostDatabase(path: path)
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99-future')") }
            try queue.close()
            #expect(throws: DatabaseProblem.newer(path: path, migration: "99-future")) {
                try OutpostDatabase(path: path)
            }
        }
    }

    @Test(
        "is copied before its schema is brought up to date, from any earlier one",
        arguments: Migrations.migrator.migrations
    )
    func earlier(last: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/outpost.sqlite"
            let queue = try DatabaseQueue(path: path)
            try Migrations.migrator.migrate(queue, upTo: last)
            try queue.close()
            let database = try OutpostDatabase(path: path)
            try database.check()
            let isOld = last != Migrations.migrator.migrations.last
            #expect(FileManager.default.fileExists(atPath: path + ".before-update") == isOld)
            #expect(try Self.schema(path) == Self.schema(nil))
        }
    }

    private static func schema(_ path: String?) throws -> [String] {
        let queue = try path.map { try DatabaseQueue(path: $0) } ?? DatabaseQueue()
        if path == nil { try Migrations.migrator.migrate(queue) }
        return try queue.read {
            try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        }
    }
}
