internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("A private repository at the door", .timeLimit(.minutes(10)))
struct PrivateRepositoryTests {
    private static let password = "pat-\(UUID().uuidString)"
    private let git = GitClient(headers: ["Authorization: Bearer otk_throwaway"])

    /// A git server with two repositories and a door for the first.
    private func withPrivate(
        push: [String] = [],
        credential: GitCredential? = GitCredential(password: password),
        path: String = "/owner/one.git",
        _ body: @Sendable (GitHTTPServer, _ url: String, _ folder: String, SampleRepository) async throws -> Void
    ) async throws {
        let policy = try #require(PushPolicy(patterns: push))
        try await withScratchFolder { folder in
            try await GitHTTPServer.with(password: Self.password) { server in
                let sample = try await SampleRepository.make(in: folder)
                for name in ["one", "two"] {
                    let bare = "\(server.repositories)/owner/\(name).git"
                    try await git.run("clone", "-q", "--bare", sample.path, bare, in: folder)
                }
                let access = RepositoryAccess(credential: credential, push: policy)
                let route = RepositoryRoute.remote(url: server.url + path, access: access)
                try await withDoor(DoorOptions(repository: route, overTCP: true)) { door in
                    try await body(server, door.request("GET", "").url + "/git/repo.git", folder, sample)
                }
            }
        }
    }

    /// A clone with a commit of its own.
    private func work(_ url: String, _ folder: String) async throws -> String {
        try await git.run("clone", "-q", "--depth", "1", url, "clone", in: folder)
        let clone = folder + "/clone"
        try Data("new\n".utf8).write(to: URL(filePath: clone + "/new.txt"))
        try await git.run("add", "new.txt", in: clone)
        try await git.run("commit", "-q", "-m", "new", in: clone)
        return clone
    }

    @Test("is cloned with the tenant's credential, of which the clone holds nothing, and its history is deepened")
    func clone() async throws {
        try await withPrivate { _, url, folder, sample in
            try await git.run("clone", "-q", "--depth", "1", url, "clone", in: folder)
            let clone = folder + "/clone"
            #expect(try await git.run("rev-parse", "HEAD", in: clone) == sample.head)
            try await git.run("fetch", "-q", "--deepen", "1", in: clone)
            #expect(try await git.run("rev-list", "--count", "HEAD", in: clone) == "2")
            let found = try await git.attempt(["grep", "--no-index", "-I", Self.password, "--", "."], in: clone)
            #expect(found.output.isEmpty)
            #expect(try await !git.run("config", "--list", in: clone).contains(Self.password))
        }
    }

    @Test("is refused in words without a credential, or with a wrong one")
    func refused() async throws {
        for credential in [nil, GitCredential(password: "wrong")] {
            try await withPrivate(credential: credential) { _, url, folder, _ in
                let outcome = try await git.attempt(["clone", "-q", url, "clone"], in: folder)
                #expect(!outcome.succeeded)
                #expect(outcome.error.contains("does not allow this (status 401)"))
                #expect(outcome.error.contains(credential == nil ? "no credential for 127.0.0.1" : "does not do"))
                #expect(outcome.error.contains("outpost git-credentials set 127.0.0.1:"))
            }
        }
    }

    @Test(
        "is the only one of its server that can be reached",
        arguments: ["../two.git", "%2e%2e/two.git", "x/../../two.git"]
    )
    func otherRepository(path: String) async throws {
        try await withPrivate { server, url, folder, _ in
            let other = url.replacing("repo.git", with: "") + path
            for target in [url + "/" + path, other] {
                let outcome = try await git.attempt(["clone", "-q", target, "other"], in: folder)
                #expect(!outcome.succeeded)
            }
            #expect(server.requests.allSatisfy { !$0.contains("two") })
        }
    }

    @Test("does not follow its server elsewhere")
    func redirect() async throws {
        try await withPrivate(path: "/moved/owner/one.git") { server, url, folder, _ in
            let outcome = try await git.attempt(["clone", "-q", url, "clone"], in: folder)
            #expect(!outcome.succeeded)
            #expect(outcome.error.contains("redirects"))
            #expect(server.requests.count == 1)
        }
    }

    @Test("takes pushes to the branches that policy names")
    func push() async throws {
        try await withPrivate(push: ["agent/*", "release"]) { server, url, folder, _ in
            let clone = try await work(url, folder)
            try await git.run("push", "-q", "origin", "HEAD:refs/heads/agent/one", "HEAD:refs/heads/release", in: clone)
            let head = try await git.run("rev-parse", "HEAD", in: clone)
            let bare = server.repositories + "/owner/one.git"
            #expect(try await git.run("rev-parse", "agent/one", in: bare) == head)
            #expect(try await git.run("rev-parse", "release", in: bare) == head)
        }
    }

    @Test(
        "refuses every other push in git's own report, and nothing of it arrives",
        arguments: [
            ["HEAD:refs/heads/main"], ["HEAD:refs/heads/agent"], ["HEAD:refs/heads/releases"],
            ["HEAD:refs/tags/agent/x"],
            ["HEAD:refs/for/main"], ["--force", "HEAD~0:refs/heads/side"], [":refs/heads/release"],
            ["HEAD:refs/heads/agent/ok", "HEAD:refs/heads/main"],
            ["-o", "merge_request.create", "HEAD:refs/heads/release"],
        ]
    )
    func refusedPush(arguments: [String]) async throws {
        try await withPrivate(push: ["agent/*", "release"]) { server, url, folder, sample in
            let bare = server.repositories + "/owner/one.git"
            try await git.run("branch", "release", "main", in: bare)
            let before = try await git.run("for-each-ref", in: bare)
            let clone = try await work(url, folder)
            let outcome = try await git.attempt(["push", "origin"] + arguments, in: clone)
            #expect(!outcome.succeeded)
            #expect(outcome.error.contains("this door"), "\(outcome.error)")
            #expect(outcome.error.contains("remote rejected"), "\(outcome.error)")
            #expect(try await git.run("for-each-ref", in: bare) == before)
            #expect(server.requests.allSatisfy { !$0.hasPrefix("POST /owner/one.git/git-receive-pack") })
        }
    }

    @Test("refuses pushing altogether where policy names no branch")
    func noPush() async throws {
        try await withPrivate { _, url, folder, _ in
            let clone = try await work(url, folder)
            let outcome = try await git.attempt(["push", "origin", "HEAD:refs/heads/agent/x"], in: clone)
            #expect(!outcome.succeeded)
            #expect(outcome.error.contains("this door serves fetching only"))
        }
    }
}
