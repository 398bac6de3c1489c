internal import Foundation
internal import GRDB
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostStore

@Suite("A database that is only looked at", .timeLimit(.minutes(10)))
struct LookingTests {
    /// Every file of the folder with its contents.
    private static func files(_ folder: String) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.reduce(into: [:]) { files, name in
            files[name] = FileManager.default.contents(atPath: folder + "/" + name)
        }
    }

    private static func tenant(_ name: String) -> Tenant {
        Tenant(id: "id-of-\(name)", name: name, tier: .pro, createdAt: Date(timeIntervalSince1970: 0))
    }

    /// One with a tenant.
    private func prepare(_ folder: TemporaryFolder) async throws -> DataDirectory {
        let data = try DataDirectory(creating: folder.path + "/data")
        try await OutpostDatabase(in: data).identities.insert(Self.tenant("whole"), audit: [])
        return data
    }

    @Test("is read whatever its schema is, and stays as it is", arguments: Migrations.migrator.migrations)
    func earlier(last: String) async throws {
        try await TemporaryFolder.with { folder in
            let data = try DataDirectory(creating: folder.path + "/data")
            let queue = try DatabaseQueue(path: data.database)
            try Migrations.migrator.migrate(queue, upTo: last)
            try queue.close()
            let before = try Self.files(data.path)
            for isLocked in [true, false] {
                let tenants = try await OutpostDatabase.look(into: data, isLocked: isLocked) {
                    try await $0.identities.tenants()
                }
                #expect(tenants.isEmpty)
            }
            #expect(try Self.files(data.path) == before)
        }
    }

    @Test("refuses to be written to, unless a copy was asked for, which nobody keeps")
    func writing() async throws {
        try await TemporaryFolder.with { folder in
            let data = try await prepare(folder)
            let before = try Self.files(data.path)
            let tenant = Self.tenant("acme")
            await #expect(throws: (any Error).self) {
                try await OutpostDatabase.look(into: data, isLocked: true) {
                    try await $0.identities.insert(tenant, audit: [])
                }
            }
            let names = try await OutpostDatabase.look(into: data, isLocked: true, isCopy: true) {
                try await $0.identities.insert(tenant, audit: [])
                return try await $0.identities.tenants().map(\.name)
            }
            #expect(names == ["acme", "whole"])
            #expect(try Self.files(data.path) == before)
        }
    }

    @Test("with a change that a killed process left half done is read without it, and the journal stays")
    func halfDone() async throws {
        try await TemporaryFolder.with { folder in
            let data = try await prepare(folder)
            let aside = folder.path + "/aside"
            try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: false)
            let queue = try DatabaseQueue(path: data.database)
            // What lies on disk in the middle of a transaction too large for memory is what a kill leaves.
            try await queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE")
                try database.execute(sql: "UPDATE tenant SET name = 'half'")
                try database.execute(sql: "CREATE TABLE filler (text TEXT)")
                for _ in 0..<2000 { try database.execute(sql: "INSERT INTO filler VALUES (hex(randomblob(500)))") }
                for name in ["outpost.sqlite", "outpost.sqlite-journal"] {
                    try FileManager.default.copyItem(atPath: "\(data.path)/\(name)", toPath: "\(aside)/\(name)")
                }
                try database.execute(sql: "ROLLBACK")
            }
            try queue.close()
            for name in ["outpost.sqlite", "outpost.sqlite-journal"] {
                try? FileManager.default.removeItem(atPath: "\(data.path)/\(name)")
                try FileManager.default.copyItem(atPath: "\(aside)/\(name)", toPath: "\(data.path)/\(name)")
            }
            let before = try Self.files(data.path)
            let names = try await OutpostDatabase.look(into: data, isLocked: true) {
                try await $0.identities.tenants().map(\.name)
            }
            #expect(names == ["whole"])
            #expect(try Self.files(data.path) == before)
        }
    }

    @Test("that is damaged, newer, or gone from under its results is told as when it is opened")
    func problems() async throws {
        try await TemporaryFolder.with { folder in
            let data = try await prepare(folder)
            let queue = try DatabaseQueue(path: data.database)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99-future')") }
            try queue.close()
            await #expect(throws: DatabaseProblem.newer(path: data.database, migration: "99-future")) {
                try await OutpostDatabase.look(into: data, isLocked: true) { _ in }
            }
            try folder.write("data/outpost.sqlite", String(repeating: "no database ", count: 1000))
            await #expect(throws: DatabaseProblem.self) {
                try await OutpostDatabase.look(into: data, isLocked: true) { _ in }
            }
            try folder.makeFolder("data/dispatches/01ARZ3NDEKTSV4RRFFQ69G5FAV")
            try folder.write("data/outpost.sqlite", "")
            await #expect(throws: DatabaseProblem.missing(path: data.database)) {
                try await OutpostDatabase.look(into: data, isLocked: true) { _ in }
            }
        }
    }
}
