internal import Foundation
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("A mirror of a repository", .timeLimit(.minutes(10)))
struct MirrorTests {
    @Test("is made while the agent works, and answers the next clone")
    func second() async throws {
        try await MirrorPlace.with { place in
            #expect(try await place.clone("first", waits: true).succeeded)
            let before = place.transfers
            let begin = place.server.requests.count
            #expect(try await place.clone("second").succeeded)
            #expect(try await place.git.run("rev-parse", "HEAD", in: place.folder + "/second") == place.sample.head)
            // Its references were asked for, no more.
            #expect(place.server.requests.count - begin == 2)
            #expect(place.transfers - before == 1)
            let mode = try FileManager.default.attributesOfItem(atPath: place.mirror)[.posixPermissions] as? Int
            #expect(mode == 0o700)
        }
    }

    @Test("is completed after the door of the dispatch that began it is closed")
    func completed() async throws {
        try await MirrorPlace.with { place in
            try await place.server.hold()
            try await place.door { door in try await door.expect(204, "POST", "/outpost/v1/started?boot=1") }
            #expect(!place.isComplete)
            try place.server.letGo()
            try await place.hasLogged("a mirror is complete")
            let before = place.transfers
            #expect(try await place.clone("second").succeeded)
            // Its references were asked for, no more.
            #expect(place.transfers - before == 1)
        }
    }

    @Test("is given up while it is made when the dispatch's access is no longer allowed, and leaves nothing")
    func disallowed() async throws {
        let isAllowed = Mutex(true)
        try await MirrorPlace.with(isAllowed: { isAllowed.withLock { $0 } }) { place in
            try await place.server.hold()
            try await place.door { door in try await door.expect(204, "POST", "/outpost/v1/started?boot=1") }
            isAllowed.withLock { $0 = false }
            try await place.hasLogged("may not read")
            #expect(!FileManager.default.fileExists(atPath: place.mirror))
            try place.server.letGo()
            #expect(try await place.clone("second").succeeded)
            #expect(!FileManager.default.fileExists(atPath: place.mirror))
        }
    }

    @Test("that is being made ends with the server, and leaves nothing")
    func shutdown() async throws {
        let asked = Observed(0)
        let folder = try await MirrorPlace.with(
            isAllowed: {
                asked.update { $0 += 1 }
                return true
            },
            { place in
                try await place.server.hold()
                try await place.door { door in try await door.expect(204, "POST", "/outpost/v1/started?boot=1") }
                try await asked.wait { $0 > 5 }
                return place.mirror
            },
            afterwards: { folder in #expect(!FileManager.default.fileExists(atPath: folder)) }
        )
        #expect(folder.hasSuffix(".git"))
    }

    @Test("shows what its host shows now")
    func moved() async throws {
        try await MirrorPlace.with { place in
            #expect(try await place.clone("first", waits: true).succeeded)
            try await place.git.run("update-ref", "refs/heads/main", "side", in: place.bare)
            #expect(try await place.clone("second").succeeded)
            let side = try await place.git.run("rev-parse", "side", in: place.bare)
            #expect(try await place.git.run("rev-parse", "HEAD", in: place.folder + "/second") == side)
        }
    }

    @Test("is closed to a credential that its host does not take any more")
    func revoked() async throws {
        try await MirrorPlace.with { place in
            #expect(try await place.clone("first", waits: true).succeeded)
            try place.server.setPassword("another")
            let outcome = try await place.clone("second")
            #expect(!outcome.succeeded)
            #expect(outcome.error.contains("does not allow this"))
        }
    }

    @Test("that is damaged does no harm: the clone comes from the host")
    func damaged() async throws {
        try await MirrorPlace.with { place in
            try FileManager.default.createDirectory(atPath: place.mirror, withIntermediateDirectories: true)
            try Data("nonsense".utf8).write(to: URL(filePath: place.mirror + "/outpost-refs"))
            #expect(try await place.clone("first").succeeded)
        }
    }
}
