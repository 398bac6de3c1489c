internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostGateway

@Suite(
    "A promotion over ssh",
    .enabled(if: SSHServer.absence == nil, "\(SSHServer.absence ?? "")"),
    .timeLimit(.minutes(10))
)
struct SSHPromotionTests {
    private func publish(_ bench: SSHBench, _ credential: GitCredential?) async throws -> Publication {
        let patch = bench.folder + "/diff.patch"
        let text =
            "diff --git a/new.txt b/new.txt\nnew file mode 100644\n--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+new\n"
        try Data(text.utf8).write(to: URL(filePath: patch))
        let place = SSHPlace(directory: bench.place) { UUID().uuidString }
        try FileManager.default.createDirectory(atPath: bench.folder + "/tmp", withIntermediateDirectories: true)
        return try await GitPublisher(directory: bench.folder + "/tmp", ssh: place, makeName: { UUID().uuidString })
            .publish(
                PublishedResults(
                    repository: PublishedRepository(url: bench.url, credential: credential),
                    start: bench.sample.head,
                    patch: patch,
                    bundle: nil,
                    branch: "outpost/one",
                    baseBranch: nil,
                    reference: nil,
                    message: "Fix it\n",
                    time: Date(timeIntervalSince1970: 1_767_225_600)
                )
            )
    }

    @Test("is a branch with one file more, and again the same")
    func promoted() async throws {
        try await SSHBench.with { bench in
            let first = try await publish(bench, bench.credential())
            let names = try await bench.git.run("diff", "--name-status", "main", "outpost/one", in: bench.bare)
            #expect(names == "A\tnew.txt")
            #expect(first.baseBranch == "main")
            let second = try await publish(bench, bench.credential())
            #expect(second.isRepeated)
            #expect(second.commit == first.commit)
        }
    }

    @Test("is refused with what is wrong and the way out")
    func refused() async throws {
        try await SSHBench.with { bench in
            let faults: [(GitCredential?, String)] = [
                (nil, "there is no ssh key for"),
                (try bench.credential(key: bench.server.otherKeyFile), "does not take the ssh key"),
                (try bench.credential(knownHosts: bench.server.wrongKnownHosts), "another key than the known one"),
            ]
            for (credential, words) in faults {
                let error = try await #require(throws: PromotionError.self) { try await publish(bench, credential) }
                #expect(error.message.contains(words), "\(error.message)")
            }
            #expect(try await bench.git.run("for-each-ref", "refs/heads/outpost", in: bench.bare) == "")
        }
    }

    @Test("opens no pull request, and says why")
    func pullRequest() throws {
        let error = try #require(throws: PromotionError.self) {
            try ForgePlace("ssh://git@git.lan/owner/name", base: "https://github.com", apiURL: nil)
        }
        #expect(error.message.contains("https interface"))
    }
}
