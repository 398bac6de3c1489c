internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("A snapshot of a local repository", .timeLimit(.minutes(10)))
struct RepositorySnapshotTests {
    @Test("of a clean working tree is its commit itself, on its branch")
    func clean() async throws {
        try await GitBench.with { bench in
            let snapshot = try await bench.snapshot()
            #expect(!snapshot.hasUncommittedChanges)
            #expect(snapshot.original == bench.tree)
            #expect(try await bench.head(snapshot) == bench.git("rev-parse", "HEAD"))
            #expect(try await bench.branch(snapshot) == "main")
            #expect(try await bench.clone(snapshot) == ["a.txt": "one\n", "sub/b.txt": "two\n"])
        }
    }

    @Test("of a changed working tree has edits, new files and deletions, staged or not, and nothing that is ignored")
    func dirty() async throws {
        try await GitBench.with { bench in
            try bench.folder.write("repo/a.txt", "changed\n")
            try bench.folder.write("repo/new.txt", "new\n")
            try bench.folder.write("repo/staged.txt", "staged\n")
            try await bench.git("add", "staged.txt")
            try bench.folder.write("repo/staged.txt", "staged, then changed\n")
            try bench.folder.write("repo/.gitignore", "ignored.txt\n")
            try bench.folder.write("repo/ignored.txt", "secret\n")
            try bench.folder.remove("repo/sub/b.txt")
            let snapshot = try await bench.snapshot()
            #expect(snapshot.hasUncommittedChanges)
            #expect(
                try await bench.clone(snapshot) == [
                    ".gitignore": "ignored.txt\n", "a.txt": "changed\n", "new.txt": "new\n",
                    "staged.txt": "staged, then changed\n",
                ]
            )
            #expect(try await bench.git("rev-parse", "HEAD^", in: snapshot.bare) == bench.git("rev-parse", "HEAD"))
            #expect(try await bench.git("status", "--porcelain").contains("staged.txt"))
        }
    }

    @Test(
        "of a branch, a tag or a commit has that, whatever the working tree holds",
        arguments: [("other", "other"), ("v1", "v1"), ("HEAD~1", "main"), ("refs/tags/v1", nil)] as [(String, String?)]
    )
    func reference(name: String, branch: String?) async throws {
        try await GitBench.with { bench in
            try bench.folder.write("repo/a.txt", "changed\n")
            let snapshot = try await bench.snapshot(reference: name)
            #expect(!snapshot.hasUncommittedChanges)
            #expect(try await bench.clone(snapshot) == ["a.txt": "one\n"])
            if let branch { #expect(try await bench.branch(snapshot) == branch) }
        }
    }

    @Test("of a commit by its digest is on a branch whose name is no digest")
    func digest() async throws {
        try await GitBench.with { bench in
            let commit = try await bench.git("rev-parse", "v1")
            let snapshot = try await bench.snapshot(reference: commit)
            #expect(try await bench.head(snapshot) == commit)
            #expect(try await bench.branch(snapshot) == "main")
            #expect(try await bench.clone(snapshot) == ["a.txt": "one\n"])
        }
    }

    @Test(
        "of a reference that is not there is refused",
        arguments: ["missing", "v2", "0123456789012345678901234567890123456789", "HEAD~9"]
    )
    func missing(name: String) async throws {
        try await GitBench.with { bench in
            await #expect(throws: InvalidRequest.reference(name: name, repository: bench.tree)) {
                _ = try await bench.snapshot(reference: name)
            }
        }
    }

    @Test("of a folder inside is of the whole repository")
    func subfolder() async throws {
        try await GitBench.with { bench in
            try bench.folder.write("repo/new.txt", "new\n")
            let snapshot = try await bench.snapshot(of: bench.tree + "/sub")
            #expect(snapshot.original == bench.tree)
            #expect(try await bench.clone(snapshot).keys.sorted() == ["a.txt", "new.txt", "sub/b.txt"])
        }
    }

    @Test("of a detached head is on main")
    func detached() async throws {
        try await GitBench.with { bench in
            try await bench.git("checkout", "--quiet", "v1")
            let snapshot = try await bench.snapshot()
            #expect(try await bench.branch(snapshot) == "main")
            #expect(try await bench.head(snapshot) == bench.git("rev-parse", "v1"))
        }
    }

    @Test("keeps the mode of executable files and links as links")
    func modes() async throws {
        try await GitBench.with { bench in
            try bench.folder.link("repo/link", to: "a.txt")
            let snapshot = try await bench.snapshot()
            let listing = try await bench.git("ls-tree", "-r", "HEAD", in: snapshot.bare)
            let modes = listing.split(separator: "\n").map {
                $0.prefix(6) + " " + ($0.split(separator: "\t").last ?? "")
            }
            #expect(modes == ["100644 a.txt", "120000 link", "100755 sub/b.txt"])
        }
    }
}
