internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite(
    "A repository over ssh at the door",
    .enabled(if: SSHServer.absence == nil, "\(SSHServer.absence ?? "")"),
    .timeLimit(.minutes(10))
)
struct SSHRepositoryTests {
    @Test("is cloned, again from its mirror, with what its host has then: branches, tags and older history")
    func clone() async throws {
        try await SSHBench.with { bench in
            try await bench.door(bench.credential()) { url in
                try await bench.git.run("clone", "-q", "--depth", "1", url, "first", in: bench.folder)
                let clone = bench.folder + "/first"
                #expect(try await bench.git.run("rev-parse", "HEAD", in: clone) == bench.sample.head)
                try await bench.git.run("fetch", "-q", "--deepen", "1", in: clone)
                #expect(try await bench.git.run("rev-list", "--count", "HEAD", in: clone) == "2")
                try await bench.git.run("fetch", "-q", "origin", "refs/tags/v1:refs/tags/v1", in: clone)
                #expect(try await bench.git.run("cat-file", "-t", "v1", in: clone) == "commit")
            }
            try await bench.git.run("update-ref", "refs/heads/main", "side", in: bench.bare)
            try await bench.door(bench.credential()) { url in
                try await bench.git.run("clone", "-q", "--branch", "main", url, "second", in: bench.folder)
                let side = try await bench.git.run("rev-parse", "side", in: bench.bare)
                #expect(try await bench.git.run("rev-parse", "HEAD", in: bench.folder + "/second") == side)
            }
        }
    }

    @Test("is transferred once for those that ask at the same time, who all get it")
    func together() async throws {
        try await SSHBench.with { bench in
            try await bench.door(bench.credential()) { url in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<3 {
                        group.addTask {
                            try await bench.git.attempt(["clone", "-q", url, "c\(number)"], in: bench.folder).succeeded
                        }
                    }
                    for try await succeeded in group { #expect(succeeded) }
                }
            }
        }
    }

    @Test("has its mirror made anew where that is damaged")
    func damaged() async throws {
        try await SSHBench.with { bench in
            let mirror = bench.folder + "/mirrors/tenant/digest.git"
            try FileManager.default.createDirectory(atPath: mirror, withIntermediateDirectories: true)
            try Data("nonsense".utf8).write(to: URL(filePath: mirror + "/outpost-refs"))
            try await bench.door(bench.credential()) { url in
                try await bench.git.run("clone", "-q", url, "clone", in: bench.folder)
            }
        }
    }

    @Test("without a commit is cloned as such")
    func empty() async throws {
        try await SSHBench.with { bench in
            let bare = bench.server.repositories + "/empty.git"
            try await bench.git.run("init", "-q", "--bare", bare, in: bench.folder)
            try await bench.door(bench.credential(), path: bench.server.url("empty.git")) { url in
                try await bench.git.run("clone", "-q", url, "clone", in: bench.folder)
            }
        }
    }

    @Test(
        "is the only one of its server that can be reached",
        arguments: ["../two.git", "%2e%2e/two.git", "x/../../two.git"]
    )
    func otherRepository(path: String) async throws {
        try await SSHBench.with { bench in
            try await bench.door(bench.credential()) { url in
                for target in [url + "/" + path, url.replacing("repo.git", with: "") + path] {
                    let outcome = try await bench.git.attempt(["clone", "-q", target, "other"], in: bench.folder)
                    #expect(!outcome.succeeded)
                }
            }
            #expect(!bench.server.logged.contains("Accepted publickey"))
        }
    }

    @Test("trusts the operator's file where the key comes without its host's own")
    func operatorsFile() async throws {
        try await SSHBench.with { bench in
            let file = bench.folder + "/known_hosts"
            try Data(bench.server.knownHosts.utf8).write(to: URL(filePath: file))
            try await bench.door(bench.credential(knownHosts: .some(nil)), knownHostsFile: file) { url in
                try await bench.git.run("clone", "-q", url, "clone", in: bench.folder)
            }
        }
    }

    /// What is wrong, and the words of the answer.
    enum Fault: String, CaseIterable {
        case unknownHost = "nothing is trusted at first sight"
        case otherHost = "shows another key than the known one"
        case otherKey = "does not take the ssh key of"
        case noKey = "there is no ssh key for"
        case noRepository = "or does not show it to this ssh key"
        case notListening = "cannot be reached over ssh: "
        case tooLarge = "is larger than its mirror may be"
    }

    @Test("is refused with what is wrong and the way out", arguments: Fault.allCases)
    func refused(fault: Fault) async throws {
        try await SSHBench.with { bench in
            var credential: GitCredential? = try bench.credential()
            var path = bench.url
            switch fault {
            case .unknownHost: credential = try bench.credential(knownHosts: .some(nil))
            case .otherHost: credential = try bench.credential(knownHosts: bench.server.wrongKnownHosts)
            case .otherKey: credential = try bench.credential(key: bench.server.otherKeyFile)
            case .noKey: credential = nil
            case .noRepository: path = bench.server.url("owner/three.git")
            case .notListening: path = bench.url.replacing(":\(bench.server.port)/", with: ":1/")
            case .tooLarge: try await bench.fill()
            }
            let bytes = fault == .tooLarge ? 1 << 20 : 1 << 30
            try await bench.door(credential, push: ["agent/*"], path: path, mirrorBytes: bytes) { url in
                let outcome = try await bench.git.attempt(["clone", "-q", url, "clone"], in: bench.folder)
                #expect(!outcome.succeeded)
                #expect(outcome.error.contains(fault.rawValue), "\(outcome.error)")
                guard fault != .tooLarge else { return }
                let listed = try await bench.git.attempt(
                    ["push", url, "HEAD:refs/heads/agent/x"],
                    in: bench.sample.path
                )
                #expect(listed.error.contains(fault.rawValue), "\(listed.error)")
            }
        }
    }
}
