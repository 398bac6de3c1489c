internal import Foundation
internal import Testing

extension ContainerTests {
    @Suite("A difference that an agent leaves", .timeLimit(.minutes(15)))
    struct DiffTests {
        /// A repository with the corpus's original files.
        private func original(at path: String) async throws {
            try await Shell.run("git", "init", "--quiet", "--initial-branch=main", path)
            try await Shell.run("bash", "-c", DiffCorpus.original, in: path)
            try await Shell.run("git", "commit", "--quiet", "--message=original", in: path)
        }

        /// A second copy, as it was committed.
        private func copy(of path: String, to other: String) async throws {
            try await Shell.run("git", "clone", "--quiet", path, other)
        }

        @Test("makes the agent's tree of the original: binary, renames, modes, types, odd names, many and huge files")
        func roundTrip() async throws {
            try await Workbench.with { bench in
                try await original(at: bench.repository)
                let (edited, patched) = (bench.path + "/edited", bench.path + "/patched")
                try await copy(of: bench.repository, to: edited)
                try await copy(of: bench.repository, to: patched)
                try await Shell.run("bash", "-c", DiffCorpus.edits, in: edited)
                try await Shell.run("git", "add", "--all", in: edited)
                let wanted = try await Shell.run("git", "write-tree", in: edited)

                let agent = CustomAgent(run: "#!/bin/bash\n\(DiffCorpus.edits)\n")
                let ending = try await bench.run(agent, options: ["--repo", bench.repository])
                expect(ending, .success)
                let files = try await Shell.run("git", "diff", "--cached", "--name-only", "--no-renames", in: edited)
                #expect(files.split(separator: "\n").count > 5040, "the corpus is there")

                try await Shell.run("git", "apply", "--index", "--binary", bench.artifacts.patch, in: patched)
                let made = try await Shell.run("git", "write-tree", in: patched)
                if made != wanted {
                    let names = ["-C", edited, "ls-tree", "-r"]
                    let one = try await Shell.attempt("git", names + [wanted.trimmingCharacters(in: .newlines)])
                    let other = try await Shell.attempt(
                        "git",
                        ["-C", patched, "ls-tree", "-r", made.trimmingCharacters(in: .newlines)]
                    )
                    let difference = Set(one.output.split(separator: "\n"))
                        .symmetricDifference(other.output.split(separator: "\n"))
                    #expect(difference == [], "entries of one tree only")
                }
                #expect(made == wanted)
                #expect(try bench.artifacts.summary().flags == [])
                #expect(try bench.artifacts.manifest().refused.isEmpty)
            }
        }
    }
}
