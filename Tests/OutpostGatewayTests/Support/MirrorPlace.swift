internal import CurlHTTP
internal import Foundation
internal import Logging
internal import OutpostCore
internal import OutpostGateway
internal import TestSupport
internal import Testing

/// A private repository on a server, and a gateway that keeps mirrors.
struct MirrorPlace: Sendable {
    private static let password = "pat-\(UUID().uuidString)"

    let server: GitHTTPServer
    let folder: String
    let sample: SampleRepository
    let gateway: Gateway
    let lines: Observed<[String]>
    let git = GitClient(headers: ["Authorization: Bearer otk_throwaway"])

    var mirror: String { folder + "/mirrors/tenant/digest.git" }
    var bare: String { server.repositories + "/owner/one.git" }
    /// Packs that the server was asked for.
    var transfers: Int { server.requests.count { $0.hasPrefix("POST /owner/one.git/git-upload-pack") } }
    var isComplete: Bool { FileManager.default.fileExists(atPath: mirror + "/outpost-refs") }

    /// Runs `body` while mirrors are made, and then `afterwards` with what it returned, before the folder goes.
    @discardableResult
    static func with<Output: Sendable>(
        isAllowed: @escaping @Sendable () -> Bool = { true },
        _ body: @Sendable (MirrorPlace) async throws -> Output,
        afterwards: @Sendable (Output) throws -> Void = { _ in }
    ) async throws -> Output {
        try await withScratchFolder { folder in
            try await GitHTTPServer.with(password: password) { server in
                let curl = CurlClient()
                let lines = Observed<[String]>([])
                let place = MirrorPlace(
                    server: server,
                    folder: folder,
                    sample: try await SampleRepository.make(in: folder),
                    gateway: .make(
                        curl: curl,
                        logger: Logger(label: "test") { _ in RecordingLogHandler(lines: lines) }
                    ),
                    lines: lines
                )
                try await place.git.run("clone", "-q", "--bare", place.sample.path, place.bare, in: folder)
                let output = try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        await place.gateway.fillMirrors(checkingEvery: .milliseconds(5)) { _, _ in isAllowed() }
                    }
                    let output = try await body(place)
                    group.cancelAll()
                    try await group.waitForAll()
                    return output
                }
                await curl.shutdown()
                try afterwards(output)
                return output
            }
        }
    }

    /// Opens a door to the repository.
    func door<Output: Sendable>(_ body: @Sendable (DoorFixture) async throws -> Output) async throws -> Output {
        let access = RepositoryAccess(
            credential: GitCredential(password: Self.password),
            mirror: RepositoryMirror(folder: mirror, tenant: "tenant")
        )
        let route = RepositoryRoute.remote(url: server.url + "/owner/one.git", access: access)
        return try await withDoor(DoorOptions(repository: route, overTCP: true, gateway: gateway), body)
    }

    /// Clones through a door of its own; where it waits, it starts, and stays until the mirror is there.
    func clone(_ name: String, waits: Bool = false) async throws -> GitClient.Outcome {
        try await door { door in
            let url = door.request("GET", "").url + "/git/repo.git"
            let outcome = try await git.attempt(["clone", "-q", "--depth", "1", url, name], in: folder)
            if waits {
                try await door.expect(204, "POST", "/outpost/v1/started?boot=1")
                try await hasLogged("a mirror is complete")
            }
            return outcome
        }
    }

    /// Waits until the gateway has logged something.
    func hasLogged(_ words: String) async throws {
        try await lines.wait { $0.contains { $0.contains(words) } }
    }
}

/// Writes down what is logged.
private struct RecordingLogHandler: LogHandler {
    let lines: Observed<[String]>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.update { $0.append("\(event.message)") }
    }
}
