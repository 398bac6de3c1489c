internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("A mirror of a repository", .timeLimit(.minutes(1)))
struct MirrorTests {
    private static let password = "pat-\(UUID().uuidString)"
    private let git = GitClient(headers: ["Authorization: Bearer otk_throwaway"])

    private struct Place: Sendable {
        let server: GitHTTPServer
        let folder: String
        let sample: SampleRepository

        var mirror: String { folder + "/mirrors/tenant/digest.git" }
        var bare: String { server.repositories + "/owner/one.git" }
        /// Packs that the server was asked for.
        var transfers: Int { server.requests.count { $0.hasPrefix("POST /owner/one.git/git-upload-pack") } }
    }

    private func withServer(_ body: @Sendable (Place) async throws -> Void) async throws {
        try await withScratchFolder { folder in
            try await GitHTTPServer.with(password: Self.password) { server in
                let sample = try await SampleRepository.make(in: folder)
                let place = Place(server: server, folder: folder, sample: sample)
                try await git.run("clone", "-q", "--bare", sample.path, place.bare, in: folder)
                try await body(place)
            }
        }
    }

    /// Clones through a door of its own, starts, and stays until the mirror is there.
    private func clone(
        _ place: Place,
        _ name: String,
        password: String = password,
        waits: Bool = false
    ) async throws -> GitClient.Outcome {
        let access = RepositoryAccess(credential: GitCredential(password: password), mirror: place.mirror)
        let route = RepositoryRoute.remote(url: place.server.url + "/owner/one.git", access: access)
        return try await withDoor(DoorOptions(repository: route, overTCP: true)) { door in
            let url = door.request("GET", "").url + "/git/repo.git"
            let outcome = try await git.attempt(["clone", "-q", "--depth", "1", url, name], in: place.folder)
            if waits {
                try await door.expect(204, "POST", "/outpost/v1/started?boot=1")
                while !FileManager.default.fileExists(atPath: place.mirror + "/outpost-refs") { await Task.yield() }
            }
            return outcome
        }
    }

    @Test("is made while the agent works, and answers the next clone")
    func second() async throws {
        try await withServer { place in
            #expect(try await clone(place, "first", waits: true).succeeded)
            let before = place.transfers
            let begin = place.server.requests.count
            #expect(try await clone(place, "second").succeeded)
            #expect(try await git.run("rev-parse", "HEAD", in: place.folder + "/second") == place.sample.head)
            // Its references were asked for, no more.
            #expect(place.server.requests.count - begin == 2)
            #expect(place.transfers - before == 1)
            let mode = try FileManager.default.attributesOfItem(atPath: place.mirror)[.posixPermissions] as? Int
            #expect(mode == 0o700)
        }
    }

    @Test("shows what its host shows now")
    func moved() async throws {
        try await withServer { place in
            #expect(try await clone(place, "first", waits: true).succeeded)
            try await git.run("update-ref", "refs/heads/main", "side", in: place.bare)
            #expect(try await clone(place, "second").succeeded)
            let side = try await git.run("rev-parse", "side", in: place.bare)
            #expect(try await git.run("rev-parse", "HEAD", in: place.folder + "/second") == side)
        }
    }

    @Test("is closed to a credential that its host does not take any more")
    func revoked() async throws {
        try await withServer { place in
            #expect(try await clone(place, "first", waits: true).succeeded)
            try place.server.setPassword("another")
            let outcome = try await clone(place, "second")
            #expect(!outcome.succeeded)
            #expect(outcome.error.contains("does not allow this"))
        }
    }

    @Test("that is damaged does no harm: the clone comes from the host")
    func damaged() async throws {
        try await withServer { place in
            try FileManager.default.createDirectory(atPath: place.mirror, withIntermediateDirectories: true)
            try Data("nonsense".utf8).write(to: URL(filePath: place.mirror + "/outpost-refs"))
            #expect(try await clone(place, "first").succeeded)
        }
    }
}
