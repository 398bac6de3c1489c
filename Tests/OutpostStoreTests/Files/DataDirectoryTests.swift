internal import Foundation
internal import OutpostStore
internal import TestSupport
internal import Testing

@Suite("A data directory")
struct DataDirectoryTests {
    @Test("is made for its owner alone, with its folders")
    func made() async throws {
        try await TemporaryFolder.with { folder in
            let data = try DataDirectory(creating: folder.path + "/a/b/data/")
            #expect(data.path == folder.path + "/a/b/data")
            #expect(data.database == data.path + "/outpost.sqlite")
            for name in ["a/b/data", "a/b/data/dispatches", "a/b/data/tmp"] { #expect(try folder.mode(name) == 0o700) }
            #expect(try DataDirectory(creating: data.path).path == data.path)
        }
    }

    @Test("that others may read or write is refused", arguments: [0o755, 0o770, 0o701, 0o710, 0o777])
    func open(mode: Int) async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.makeFolder("data", mode: mode)
            #expect(throws: DataDirectoryError.openToOthers(path: path)) { try DataDirectory(creating: path) }
            #expect(try folder.mode("data") == mode, "it is not changed behind its owner's back")
        }
    }

    @Test("takes from others what its files let them do, and leaves links and the master key alone")
    func modes() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.makeFolder("data")
            try folder.write("data/outpost.sqlite", "", mode: 0o644)
            try folder.write("data/master.key", "", mode: 0o640)
            try folder.write("elsewhere", "", mode: 0o644)
            _ = try folder.makeFolder("data/doors", mode: 0o755)
            try folder.link("data/link", to: folder.path + "/elsewhere")
            _ = try DataDirectory(creating: path)
            #expect(try folder.mode("data/outpost.sqlite") == 0o600)
            #expect(try folder.mode("data/doors") == 0o700)
            #expect(try folder.mode("data/master.key") == 0o640, "its reader refuses it")
            #expect(try folder.mode("elsewhere") == 0o644)
        }
    }

    @Test("of somebody else is refused", .enabled(if: FileManager.default.isWritableFile(atPath: "/etc/shadow")))
    func foreign() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.makeFolder("data")
            try FileManager.default.setAttributes([.ownerAccountID: 12_345], ofItemAtPath: path)
            #expect(throws: DataDirectoryError.foreignOwner(path: path)) { try DataDirectory(creating: path) }
        }
    }

    @Test("where a file stands cannot be made")
    func file() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("data", "")
            #expect(throws: DataDirectoryError.self) { try DataDirectory(creating: path) }
        }
    }

    @Test("is locked by one at a time, for as long as the lock lives")
    func lock() async throws {
        try await TemporaryFolder.with { folder in
            let data = try DataDirectory(creating: folder.path + "/data")
            let lock = try data.lock()
            #expect(throws: DataDirectoryError.inUse(path: data.path)) { _ = try data.lock() }
            #expect(throws: DataDirectoryError.inUse(path: data.path)) { _ = try data.lock() }
            #expect(try folder.mode("data/lock") == 0o600)
            _ = consume lock
            _ = try data.lock()
        }
    }
}
