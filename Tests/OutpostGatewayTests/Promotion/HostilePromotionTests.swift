internal import Foundation
internal import OutpostCore
internal import Testing

@testable internal import OutpostGateway

@Suite("Hostile results that are carried back", .timeLimit(.minutes(10)))
struct HostilePromotionTests {
    private static func patch(_ path: String, mode: String = "100644", _ text: String = "x") -> String {
        """
        diff --git a/\(path) b/\(path)
        new file mode \(mode)
        --- /dev/null
        +++ b/\(path)
        @@ -0,0 +1 @@
        +\(text)

        """
    }

    @Test(
        "A path that git would not check out is refused, and nothing is pushed",
        arguments: [
            ".git/hooks/pre-push", "../outside", "a/../../outside", "/etc/outpost-test", ".GIT/config",
            "sub/.git/config",
        ]
    )
    func paths(path: String) async throws {
        try await PromotionBench.with { bench in
            try Data(Self.patch(path).utf8).write(to: URL(filePath: bench.patch))
            let error = await #expect(throws: PromotionError.self) { try await bench.publish(bench.results()) }
            guard case .unusableResults? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await bench.remote("branch", "--list", "outpost/*") == "")
        }
    }

    @Test("Submodules whose address would run a program are refused, in a patch and in a commit")
    func submodules() async throws {
        let text = "[submodule \"a\"]\n\tpath = a\n\turl = --upload-pack=touch /tmp/outpost-owned\n"
        try await PromotionBench.with { bench in
            try bench.write(text, to: ".gitmodules")
            try await bench.handIn(commits: false)
            await #expect(throws: PromotionError.self) { try await bench.publish(bench.results()) }
            try await bench.commit("a submodule")
            try await bench.handIn(commits: true)
            let error = await #expect(throws: PromotionError.self) {
                try await bench.publish(bench.results(bundled: true))
            }
            guard case .unusableResults? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await bench.remote("branch", "--list", "outpost/*") == "")
        }
    }

    @Test("A repository's hooks, attributes and filters run nothing, and symbolic links go as they are")
    func inert() async throws {
        try await PromotionBench.with { bench in
            let mark = bench.folder + "/owned"
            try bench.write("* filter=evil diff=evil merge=evil\n", to: ".gitattributes")
            try bench.write("[filter \"evil\"]\n\tclean = touch \(mark)\n\tsmudge = touch \(mark)\n", to: ".gitconfig")
            try FileManager.default.createDirectory(
                atPath: bench.work + "/hooks",
                withIntermediateDirectories: false
            )
            for hook in ["pre-push", "post-commit", "reference-transaction"] {
                try bench.write("#!/bin/sh\ntouch \(mark)\n", to: "hooks/\(hook)")
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o755],
                    ofItemAtPath: bench.work + "/hooks/" + hook
                )
            }
            try FileManager.default.createSymbolicLink(
                atPath: bench.work + "/link",
                withDestinationPath: "/etc/passwd"
            )
            try await bench.handIn(commits: false)
            try await bench.publish(bench.results())
            #expect(!FileManager.default.fileExists(atPath: mark))
            #expect(try await bench.remote("show", "outpost/one:link") == "/etc/passwd")
            #expect(try await bench.remote("ls-tree", "outpost/one", "hooks/pre-push").hasPrefix("100755 blob"))
        }
    }

    @Test("A bundle that is cut off, that is none, or that does not follow the start is refused")
    func bundles() async throws {
        try await PromotionBench.with { bench in
            try bench.write("a\n", to: "a.txt")
            try await bench.commit("one of the agent")
            try await bench.handIn(commits: true)
            let whole = try Data(contentsOf: URL(filePath: bench.bundle))
            try await bench.git.run("checkout", "-q", "--orphan", "other", in: bench.work)
            try await bench.commit("from nowhere")
            let orphan = bench.folder + "/orphan.bundle"
            try await bench.git.run("bundle", "create", "-q", orphan, "HEAD", in: bench.work)
            var broken = whole
            broken[broken.count - 30] ^= 0xFF
            let hostile = [
                whole.prefix(whole.count - 40), Data("#!/bin/sh\n\n".utf8), Data(), broken,
                try Data(contentsOf: URL(filePath: orphan)),
            ]
            for bytes in hostile {
                try Data(bytes).write(to: URL(filePath: bench.bundle))
                let error = await #expect(throws: PromotionError.self) {
                    try await bench.publish(bench.results(bundled: true))
                }
                guard case .unusableResults? = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            #expect(try await bench.remote("branch", "--list", "outpost/*") == "")
        }
    }

    @Test("A branch's name cannot become an option, another reference or a commit")
    func branches() async throws {
        try await PromotionBench.with { bench in
            try bench.write("a\n", to: "a.txt")
            try await bench.handIn(commits: false)
            for name in ["-x", "a..b", "a b", "HEAD", String(repeating: "a", count: 40), "a.lock", "x/.y", ":main"] {
                let error = await #expect(throws: PromotionError.self) { try await bench.publish(bench.results(name)) }
                guard case .invalid(field: "branch", _)? = error else {
                    Issue.record("\(name): \(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test("The head of a bundle is read strictly", arguments: ["", "# v2 git bundle\n", "# v2 git bundle\nx y\n\n"])
    func header(text: String) {
        #expect(BundleHeader(Data(text.utf8)) == nil)
    }
}
