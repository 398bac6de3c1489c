internal import Foundation
internal import Testing

extension BadInputTests {
    @Suite("In the artifacts' folder", .serialized, .timeLimit(.minutes(15)))
    struct FullDiskTests {
        private static let writer = CustomAgent(
            run: #"""
                #!/bin/bash
                head -c 2000000 /dev/urandom >"$OUTPOST_ARTIFACTS/large"
                echo small >small.txt

                """#
        )

        @Test("one that is not empty is refused, and what is in it stays")
        func notEmpty() async throws {
            try await Workbench.with { bench in
                try FileManager.default.createDirectory(
                    atPath: bench.artifacts.path,
                    withIntermediateDirectories: false
                )
                try Data("mine".utf8).write(to: URL(fileURLWithPath: bench.artifacts.path + "/diff.patch"))
                let ending = try await bench.leavingNothing { try await bench.run(Self.writer, options: ["--no-repo"]) }
                Complaint(.storage, bench.artifacts.path, "not empty").check(ending)
                #expect(try bench.artifacts.text("diff.patch") == "mine")
            }
        }

        @Test("one that cannot be made is told")
        func notAFolder() async throws {
            try await Workbench.with { bench in
                try Data("mine".utf8).write(to: URL(fileURLWithPath: bench.artifacts.path))
                let ending = try await bench.leavingNothing { try await bench.run(Self.writer, options: ["--no-repo"]) }
                Complaint(.storage, bench.artifacts.path).check(ending)
            }
        }

        @Test("a disk that is full from the start is told", .forRoot)
        func full() async throws {
            try await Workbench.with { bench in
                try await Self.withDisk(of: "16k", at: bench.artifacts.path) {
                    // Room of a file of its own size is all that a lost+found takes; nothing else may be in the folder.
                    let filler = bench.artifacts.path + "/lost+found"
                    _ = FileManager.default.createFile(atPath: filler, contents: Data(count: 1 << 20))
                    let file = try? FileHandle(forWritingTo: URL(fileURLWithPath: filler))
                    while (try? file?.write(contentsOf: Data(count: 4096))) != nil {}
                    let ending = try await bench.leavingNothing {
                        try await bench.run(Self.writer, options: ["--no-repo"])
                    }
                    expect(ending, .storage)
                    #expect(ending.text.contains("space"))
                }
            }
        }

        @Test(
            "a disk that becomes full while results come in is told, and the changes are kept where there is room",
            .forRoot
        )
        func filling() async throws {
            try await Workbench.with { bench in
                try await Self.withDisk(of: "1m", at: bench.artifacts.path) {
                    let ending = try await bench.leavingNothing {
                        try await bench.run(Self.writer, options: ["--no-repo"])
                    }
                    expect(ending, .storage)
                    #expect(ending.text.contains("space"))
                    #expect(try bench.artifacts.text("diff.patch").contains("small.txt"))
                }
            }
        }

        private static func withDisk(of size: String, at path: String, _ body: () async throws -> Void) async throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            try await Shell.run("mount", "-t", "tmpfs", "-o", "size=\(size),mode=0700", "outpost-test", path)
            do {
                try await body()
                try await Shell.run("umount", path)
            } catch {
                _ = try? await Shell.attempt("umount", [path])
                throw error
            }
        }
    }
}
