internal import OutpostCore
internal import Testing

@testable internal import outpost

@Suite("What --repo names")
struct RepositorySourceTests {
    private static let folders: Set<String> = [
        ".", "/home/me/project", "owner/existing", "../up", "git@host:x/y", "~me/x",
    ]

    private func source(_ text: String) throws(InvalidRequest) -> RepositorySource {
        try RepositorySource(text, isFolder: Self.folders.contains)
    }

    @Test(
        "is a folder where there is one",
        arguments: [".", "/home/me/project", "owner/existing", "../up", "git@host:x/y"]
    )
    func folder(text: String) throws {
        #expect(try source(text) == .local(path: text))
    }

    @Test(
        "is a repository elsewhere where it is a URL, or GitHub's owner/name",
        arguments: [
            ("https://git.test/o/n.git", "https://git.test/o/n.git"), ("https://git.test/o/n/", "https://git.test/o/n"),
            ("http://127.0.0.1:3000/o/n", "http://127.0.0.1:3000/o/n"),
            ("owner/name", "https://github.com/owner/name.git"),
            ("Own-er/na.me_1", "https://github.com/Own-er/na.me_1.git"),
        ]
    )
    func remote(text: String, url: String) throws {
        #expect(try source(text) == .remote(url: url))
    }

    @Test("is a folder behind a file URL")
    func fileURL() throws {
        #expect(try source("file:///home/me/project") == .local(path: "/home/me/project"))
    }

    @Test(
        "is refused, with words, where it is none of them",
        arguments: [
            "", "/no/such/folder", "./missing", "name", "a/b/c", "../x", "./x", "~/x", "-x/y", "a b/c", "owner/",
            "/name",
            "git@github.com:owner/name.git", "ssh://git@github.com/owner/name", "git://host/x", "ftp://host/x",
            "file:///no/such/folder", "ext::sh -c id", "https://", "https://user:secret@host/o/n",
            "https://host/o?token=x",
        ]
    )
    func refused(text: String) {
        #expect(throws: InvalidRequest.self) { try source(text) }
    }

    @Test(
        "is a repository over ssh, in one form, where its host is named",
        arguments: ["git@GitHub.com:o/n.git", "ssh://git@github.com/o/n.git", "ssh://git@github.com:22/o/n.git/"]
    )
    func secureShell(text: String) throws {
        let named = try RepositorySource(text, sshHosts: ["github.com"], isFolder: { _ in false })
        #expect(named == .remote(url: "ssh://git@github.com/o/n.git"))
        let error = try #require(throws: InvalidRequest.self) { try source(text) }
        guard case .repository(let words) = error else { throw error }
        #expect(words.contains("OUTPOST_GIT_SSH=github.com opens it"))
    }
}
