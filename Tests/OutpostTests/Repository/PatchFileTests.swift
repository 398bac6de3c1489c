internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The patch of a run", .timeLimit(.minutes(10)))
struct PatchFileTests {
    private func makePatch(_ bench: GitBench) async throws -> PatchFile {
        try bench.folder.write("repo/a.txt", "one\nmore\n")
        try bench.folder.write("repo/new dir/ü.txt", "new\n")
        try bench.folder.write("repo/blob.bin", "a\0b")
        try await bench.git("add", "--all")
        let text = try await bench.git("diff", "--cached", "--binary", "--full-index", "HEAD")
        try await bench.git("reset", "--quiet", "--hard")
        return PatchFile(path: try bench.folder.write("out/diff.patch", text + "\n"))
    }

    @Test("changes the working tree as it says, binary files and new folders included")
    func apply() async throws {
        try await GitBench.with { bench in
            let patch = try await makePatch(bench)
            #expect(!patch.isEmpty)
            try await patch.apply(to: bench.tree)
            #expect(try bench.folder.read("repo/a.txt") == Array("one\nmore\n".utf8))
            #expect(try bench.folder.read("repo/new dir/ü.txt") == Array("new\n".utf8))
            #expect(try bench.folder.read("repo/blob.bin") == Array("a\0b".utf8))
        }
    }

    @Test("that does not fit changes nothing at all, and says where it is kept")
    func refused() async throws {
        try await GitBench.with { bench in
            let patch = try await makePatch(bench)
            try bench.folder.write("repo/a.txt", "something else\n")
            let before = try await bench.git("status", "--porcelain")
            let error = try await #require(throws: CommandFailure.self) { try await patch.apply(to: bench.tree) }
            #expect(error.status == .repository)
            #expect(error.hint?.contains(patch.path) == true)
            #expect(try await bench.git("status", "--porcelain") == before)
            #expect(try bench.folder.read("repo/a.txt") == Array("something else\n".utf8))
        }
    }

    @Test("is staged in a checkout without changes of its own, from any folder of it")
    func merge() async throws {
        try await GitBench.with { bench in
            let patch = try await makePatch(bench)
            try bench.folder.write("repo/untracked.txt", "mine\n")
            #expect(try await patch.merge(into: bench.tree + "/sub").root.hasSuffix("/repo"))
            #expect(try bench.folder.read("repo/a.txt") == Array("one\nmore\n".utf8))
            let staged = try await bench.git("diff", "--cached", "--name-only")
            #expect(staged.split(separator: "\n").count == 3)
            // Now it has changes of its own.
            let error = try await #require(throws: CommandFailure.self) { try await patch.merge(into: bench.tree) }
            #expect(error.status == .repository)
            #expect(error.hint?.contains("git stash") == true)
        }
    }

    @Test("is merged where the checkout went on, and where that conflicts the places are marked and named")
    func conflict() async throws {
        try await GitBench.with { bench in
            let patch = try await makePatch(bench)
            try bench.folder.write("repo/a.txt", "zero\none\n")
            try await bench.commit("went on")
            _ = try await patch.merge(into: bench.tree)
            #expect(try bench.folder.read("repo/a.txt") == Array("zero\none\nmore\n".utf8))
            try await bench.git("reset", "--quiet", "--hard")
            try bench.folder.write("repo/a.txt", "one\nother\n")
            try await bench.commit("went elsewhere")
            let error = try await #require(throws: CommandFailure.self) { try await patch.merge(into: bench.tree) }
            #expect(error.message.contains("conflict"))
            #expect(error.message.contains("a.txt"))
            #expect(String(decoding: try bench.folder.read("repo/a.txt"), as: UTF8.self).contains("<<<<<<<"))
            try await bench.git("reset", "--quiet", "--hard")
        }
    }

    @Test("goes nowhere but into a checkout")
    func nowhere() async throws {
        try await TemporaryFolder.with { folder in
            let patch = PatchFile(path: try folder.write("diff.patch", "x"))
            let error = try await #require(throws: CommandFailure.self) { try await patch.merge(into: folder.path) }
            #expect(error.message.contains("no checkout"))
        }
    }

    @Test("is counted whole, wherever it lies, in a folder of a repository too", arguments: ["out", "repo/sub/out"])
    func summary(place: String) async throws {
        try await GitBench.with { bench in
            _ = try await makePatch(bench)
            let text = String(decoding: try bench.folder.read("out/diff.patch"), as: UTF8.self)
            let patch = PatchFile(path: try bench.folder.write(place + "/diff.patch", text))
            let files = try await patch.summary().files
            #expect(files.count == 3)
            #expect(files.first == DiffSummary.File(path: "a.txt", added: 1, removed: 0))
            #expect(files.contains(DiffSummary.File(path: "blob.bin", added: nil, removed: nil)))
        }
    }

    @Test("is empty where there is none, or nothing in it")
    func empty() async throws {
        try await TemporaryFolder.with { folder in
            #expect(PatchFile(path: folder.path + "/none").isEmpty)
            let empty = try folder.write("diff.patch", "")
            #expect(PatchFile(path: empty).isEmpty)
        }
    }
}
