internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostServer

@Suite("What repoUrl may name on the server's machine")
struct RepositoryURLPolicyTests {
    private func objection(_ url: String, _ folders: [String], tenant: String = "acme") -> String? {
        RepositoryURLPolicy(localFolders: LocalRepositoryFolders(folders))
            .objection(to: url, base: "https://git.test", tenant: tenant)
    }

    @Test("is nothing by default, and otherwise a repository in a folder of the operator's")
    func folders() async throws {
        try await TemporaryFolder.with { folder in
            for name in ["git/acme/one.git", "secret.git"] {
                try folder.write(name + "/HEAD", "ref: refs/heads/main\n")
                try folder.makeFolder(name + "/objects")
                try folder.makeFolder(name + "/refs")
            }
            let url = "file://\(folder.path)/git/acme/one.git"
            #expect(objection(url, [])?.contains("names no folder") == true)
            #expect(objection(url, [folder.path + "/git"]) == nil)
            #expect(objection(url, [folder.path + "/git/{tenant}"]) == nil)
            let refusal = objection(url, [folder.path + "/git/{tenant}"], tenant: "globex")
            #expect(refusal?.contains("no such repository") == true)
            // What is there and what is not are told apart by nothing.
            #expect(objection("file://\(folder.path)/secret.git", [folder.path + "/git"]) == refusal)
            #expect(objection("file://\(folder.path)/nothing.git", [folder.path + "/git"]) == refusal)
            #expect(objection("file://\(folder.path)/git/../secret.git", [folder.path]) != nil)
        }
    }

    @Test("is reached over ssh where the operator names its host, and then has one form")
    func secureShell() {
        let policy = RepositoryURLPolicy(sshHosts: ["git.lan:2222", "github.com"])
        func objection(_ url: String) -> String? { policy.objection(to: url, base: "https://git.test", tenant: "acme") }
        #expect(objection("ssh://git@git.lan:2222/o/n") == nil)
        #expect(objection("git@github.com:o/n") == nil)
        #expect(policy.normalised("git@GitHub.com:o/n") == "ssh://git@github.com/o/n")
        #expect(objection("git@git.lan:o/n")?.contains("git.lan are not reached over ssh") == true)
        #expect(objection("git@github.com:-o/n")?.contains("Expected ssh://") == true)
        let closed = RepositoryURLPolicy().objection(to: "git@github.com:o/n", base: "https://git.test", tenant: "acme")
        #expect(closed?.contains("git_ssh") == true)
    }
}
