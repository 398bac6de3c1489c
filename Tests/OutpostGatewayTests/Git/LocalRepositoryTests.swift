internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostGateway

@Suite("A local repository at the door", .timeLimit(.minutes(10)))
struct LocalRepositoryTests {
    private let git = GitClient(headers: ["Authorization: Bearer otk_throwaway"])

    private func withRepository(
        _ body: @Sendable (SampleRepository, DoorFixture, _ url: String, _ folder: String) async throws -> Void
    ) async throws {
        try await withScratchFolder { folder in
            let repository = try await SampleRepository.make(in: folder)
            let options = DoorOptions(repository: .local(path: repository.path), overTCP: true)
            try await withDoor(options) { door in
                let base = door.request("GET", "").url
                try await body(repository, door, "\(base)/git/repo.git", folder)
            }
        }
    }

    @Test("git clones it, shallow and whole")
    func clone() async throws {
        try await withRepository { repository, _, url, folder in
            try await git.run("clone", "-q", url, "whole", in: folder)
            #expect(try await git.run("rev-parse", "HEAD", in: "\(folder)/whole") == repository.head)
            #expect(try await git.run("rev-list", "--count", "HEAD", in: "\(folder)/whole") == "2")
            try await git.run("clone", "-q", "--depth", "1", url, "shallow", in: folder)
            #expect(try await git.run("rev-list", "--count", "HEAD", in: "\(folder)/shallow") == "1")
        }
    }

    @Test("of one container only so many requests have git run, and the next has its turn when one of them leaves")
    func turns() async throws {
        try await withScratchFolder { folder in
            let repository = try await SampleRepository.make(in: folder)
            try await withDoor(DoorOptions(repository: .local(path: repository.path))) { door in
                var holders: [RawClient] = []
                for _ in 0..<Door.gitsAtOnce {
                    let client = try await RawClient.connect(door.socketPath)
                    try await client.send(
                        "POST /git/repo.git/git-upload-pack HTTP/1.1\r\nhost: x\r\n\(Self.token)content-length: 1000\r\n"
                            + "content-type: application/x-git-upload-pack-request\r\n\r\n0"
                    )
                    #expect(await client.read { $0.contains("\r\n\r\n") }.hasPrefix("HTTP/1.1 200 OK"))
                    holders.append(client)
                }
                let next = try await RawClient.connect(door.socketPath)
                try await next.send(
                    "GET /git/repo.git/info/refs?service=git-upload-pack HTTP/1.1\r\nhost: x\r\n\(Self.token)\r\n"
                )
                let isAnswered = Observed(false)
                async let answer = Self.answer(next, isAnswered)
                let early = try await withTimeLimit(.milliseconds(500)) { try await isAnswered.wait { $0 } }
                #expect(early == nil)
                await holders.removeLast().close()
                #expect(await answer.hasPrefix("HTTP/1.1 200 OK"))
                for holder in holders { await holder.close() }
                await next.close()
            }
        }
    }

    private static func answer(_ client: RawClient, _ isAnswered: Observed<Bool>) async -> String {
        let text = await client.read { $0.contains("\r\n\r\n") }
        isAnswered.update { $0 = true }
        return text
    }

    private static let token = "authorization: Bearer otk_throwaway\r\n"

    @Test("the token also works as a password in the URL's user information")
    func basic() async throws {
        try await withRepository { repository, _, url, folder in
            let withPassword = url.replacing("http://", with: "http://x:otk_throwaway@")
            try await GitClient().run("clone", "-q", withPassword, "clone", in: folder)
            #expect(try await git.run("rev-parse", "HEAD", in: "\(folder)/clone") == repository.head)
        }
    }

    @Test("git fetches a branch, a tag and a commit that nothing names")
    func references() async throws {
        try await withRepository { repository, _, url, folder in
            try await git.run("init", "-q", "clone", in: folder)
            let clone = "\(folder)/clone"
            for (reference, text) in [("side", "side"), ("v1", "one"), (repository.unnamed, "unnamed")] {
                try await git.run("fetch", "-q", "--depth", "1", url, reference, in: clone)
                #expect(try await git.run("show", "FETCH_HEAD:file.txt", in: clone) == text)
            }
        }
    }

    @Test("pushing is refused in words that git shows")
    func push() async throws {
        try await withRepository { repository, door, url, folder in
            try await git.run("clone", "-q", url, "clone", in: folder)
            let outcome = try await git.attempt(
                ["push", url, "HEAD:refs/heads/evil"],
                in: "\(folder)/clone"
            )
            #expect(!outcome.succeeded)
            #expect(outcome.error.contains("this door serves fetching only"))
            try await door.expect(403, "POST", "/git/repo.git/git-receive-pack")
            let branches = try await git.run("branch", "--list", "evil", in: repository.path)
            #expect(branches.isEmpty)
        }
    }

    @Test("a git client without the token is refused")
    func noToken() async throws {
        try await withRepository { _, _, url, folder in
            let outcome = try await GitClient().attempt(["clone", "-q", url, "clone"], in: folder)
            #expect(!outcome.succeeded)
        }
    }

    @Test(
        "no file of the repository is served",
        arguments: ["HEAD", "config", "objects/info/packs", "info/refs", "../secret/info/refs?service=git-upload-pack"]
    )
    func files(path: String) async throws {
        try await withRepository { _, door, _, _ in
            let answer = try await door.call("GET", "/git/repo.git/\(path)")
            #expect(answer.status == 403 || answer.status == 404)
            #expect(!answer.text.contains("refs/heads"))
        }
    }

    @Test("a repository that is not there is an error, not an empty one")
    func missing() async throws {
        try await withDoor(DoorOptions(repository: .local(path: "/nonexistent/repo.git"))) { door in
            let answer = try await door.call("GET", "/git/repo.git/info/refs?service=git-upload-pack")
            #expect(answer.status == 404)
        }
    }

    @Test("a large clone comes through whole, and the connection serves on")
    func large() async throws {
        try await withScratchFolder { folder in
            let repository = try await SampleRepository.make(in: folder)
            var generator = SystemRandomNumberGenerator()
            let noise = (0..<(1 << 20)).map { _ in generator.next() as UInt64 }.flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
            }
            let source = "\(folder)/source"
            try await git.run("clone", "-q", repository.path, source, in: folder)
            try Data(noise).write(to: URL(filePath: "\(source)/noise"))
            try await git.run("add", "noise", in: source)
            try await git.run("commit", "-q", "-m", "noise", in: source)
            let options = DoorOptions(repository: .local(path: "\(source)/.git"), overTCP: true)
            try await withDoor(options) { door in
                let url = door.request("GET", "").url + "/git/repo.git"
                try await git.run("clone", "-q", url, "clone", in: folder)
                #expect(try Data(contentsOf: URL(filePath: "\(folder)/clone/noise")) == Data(noise))
            }
        }
    }

    @Test("a fetch that waits for its client does not outlive the door")
    func abandonedFetch() async throws {
        try await withScratchFolder { folder in
            let repository = try await SampleRepository.make(in: folder)
            let client = try await withDoor(DoorOptions(repository: .local(path: repository.path))) { door in
                let client = try await RawClient.connect(door.socketPath)
                try await client.send(
                    "POST /git/repo.git/git-upload-pack HTTP/1.1\r\nhost: x\r\nx-api-key: otk_throwaway\r\n"
                        + "content-type: application/x-git-upload-pack-request\r\ncontent-length: 99\r\n"
                        + "expect: 100-continue\r\n\r\n"
                )
                // git's answer begins before it has read the body, which will never come.
                let answer = await client.read { $0.contains("HTTP/1.1 200 OK") }
                #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
                return client
            }
            await client.close()
        }
    }
}
