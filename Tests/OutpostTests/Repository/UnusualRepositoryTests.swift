internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("A snapshot of an unusual repository", .timeLimit(.minutes(10)))
struct UnusualRepositoryTests {
    @Test("that has no commit yet is one commit of what lies there")
    func noCommits() async throws {
        try await GitBench.with { bench in
            let empty = try bench.folder.makeFolder("empty")
            try await bench.git("init", "--quiet", "--initial-branch=trunk", in: empty)
            let bare = try bench.folder.makeFolder("bare-1")
            let nothing = try await RepositorySnapshot.take(of: empty, reference: nil, in: bare)
            #expect(try await bench.clone(nothing) == [:])
            #expect(try await bench.branch(nothing) == "trunk")
            try bench.folder.write("empty/file.txt", "x\n")
            let other = try bench.folder.makeFolder("bare-2")
            let snapshot = try await RepositorySnapshot.take(of: empty, reference: nil, in: other)
            #expect(try await bench.clone(snapshot) == ["file.txt": "x\n"])
            #expect(try await bench.git("rev-list", "--count", "HEAD", in: snapshot.bare) == "1")
            #expect(try bench.folder.entries("empty/.git/objects").filter { !$0.hasSuffix("/") } == [])
        }
    }

    @Test("that is shallow is shallow too, with changes and without", arguments: [false, true])
    func shallow(isDirty: Bool) async throws {
        try await GitBench.with { bench in
            let clone = bench.folder.path + "/shallow"
            try await bench.git("clone", "--quiet", "--depth=1", "--no-local", "file://" + bench.tree, clone)
            if isDirty { try bench.folder.write("shallow/new.txt", "new\n") }
            let target = try bench.folder.makeFolder("bare")
            let snapshot = try await RepositorySnapshot.take(of: clone, reference: nil, in: target)
            #expect(snapshot.hasUncommittedChanges == isDirty)
            let names = try await bench.clone(snapshot).keys.sorted()
            #expect(names == (isDirty ? ["a.txt", "new.txt", "sub/b.txt"] : ["a.txt", "sub/b.txt"]))
            #expect(try await bench.git("rev-list", "--count", "HEAD", in: snapshot.bare) == (isDirty ? "2" : "1"))
        }
    }

    @Test("that is a second worktree is of that worktree's branch, index and files")
    func worktree() async throws {
        try await GitBench.with { bench in
            let place = bench.folder.path + "/second"
            try await bench.git("worktree", "add", "--quiet", place, "other")
            try bench.folder.write("repo/in-the-first.txt", "x\n")
            try bench.folder.write("second/in-the-second.txt", "x\n")
            let snapshot = try await bench.snapshot(of: place)
            #expect(snapshot.original == place)
            #expect(try await bench.branch(snapshot) == "other")
            #expect(try await bench.clone(snapshot).keys.sorted() == ["a.txt", "in-the-second.txt"])
        }
    }

    @Test("that names its objects by SHA-256 does too")
    func sha256() async throws {
        try await GitBench.with { bench in
            let place = try bench.folder.makeFolder("long")
            try await bench.git("init", "--quiet", "--object-format=sha256", "--initial-branch=main", in: place)
            try bench.folder.write("long/a.txt", "x\n")
            let target = try bench.folder.makeFolder("bare")
            let snapshot = try await RepositorySnapshot.take(of: place, reference: nil, in: target)
            #expect(try await bench.head(snapshot).count == 64)
            #expect(try await bench.clone(snapshot) == ["a.txt": "x\n"])
        }
    }

    @Test("that splits its index leaves the shared half alone")
    func splitIndex() async throws {
        try await GitBench.with { bench in
            try await bench.git("config", "core.splitIndex", "true")
            try await bench.git("update-index", "--split-index")
            try bench.folder.write("repo/new.txt", "new\n")
            let shared = try bench.folder.entries("repo/.git").filter { $0.hasPrefix("sharedindex") }
            let target = try bench.folder.makeFolder("bare")
            let snapshot = try await RepositorySnapshot.take(of: bench.tree, reference: nil, in: target)
            #expect(try await bench.clone(snapshot).keys.sorted() == ["a.txt", "new.txt", "sub/b.txt"])
            #expect(try bench.folder.entries("repo/.git").filter { $0.hasPrefix("sharedindex") } == shared)
        }
    }

    @Test("whose configuration names programs runs none of them")
    func hooks() async throws {
        try await GitBench.with { bench in
            let mark = bench.folder.path + "/mark"
            let program = try bench.folder.write("evil", "#!/bin/sh\ntouch \(mark)\n", mode: 0o755)
            try await bench.git("config", "core.fsmonitor", program)
            for hook in ["post-index-change", "reference-transaction"] {
                try bench.folder.write("repo/.git/hooks/\(hook)", "#!/bin/sh\ntouch \(mark)\n", mode: 0o755)
            }
            try bench.folder.write("repo/new.txt", "new\n")
            _ = try await bench.snapshot()
            #expect(try !bench.folder.entries().contains("mark"))
        }
    }

    @Test("is refused where there is none: a plain folder, a bare repository, no folder")
    func none() async throws {
        try await GitBench.with { bench in
            let plain = try bench.folder.makeFolder("plain")
            let bare = bench.folder.path + "/bare.git"
            try await bench.git("clone", "--quiet", "--bare", bench.tree, bare)
            for place in [plain, bare] {
                let target = try bench.folder.makeFolder("target")
                let error = try await #require(throws: InvalidRequest.self) {
                    try await RepositorySnapshot.take(of: place, reference: nil, in: target)
                }
                guard case .repository(let words) = error else { throw error }
                #expect(words.contains("is not in a git working tree"))
                #expect(try bench.folder.entries("target") == [])
            }
        }
    }
}
