internal import Foundation

/// The small repository that the demonstration works on.
struct SampleRepository: Sendable {
    let path: String

    static let task = "Greet the reader by name in hello.py, and add a README that says how to run it."

    /// What the scripted model does: one edit of a file, one new file, one command, a last word.
    static let script = """
        model: scripted
        steps:
          - say: "I will make the greeting personal."
            edit:
              path: hello.py
              old: "print(\\"Hello\\")"
              new: "import sys\\n\\nname = sys.argv[1] if len(sys.argv) > 1 else \\"world\\"\\nprint(f\\"Hello, {name}!\\")"
          - write:
              path: README.md
              content: "# Hello\\n\\nRun it with `python3 hello.py NAME`.\\n"
          - say: "hello.py greets by name, and README.md says how to run it."
        """

    /// Makes it in a temporary folder, with one commit.
    static func make() async throws -> SampleRepository {
        let path = NSTemporaryDirectory() + "outpost-demo-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data("print(\"Hello\")\n".utf8).write(to: URL(fileURLWithPath: path + "/hello.py"))
        var git = Git()
        for role in ["AUTHOR", "COMMITTER"] {
            git.environment["GIT_\(role)_NAME"] = "Demo"
            git.environment["GIT_\(role)_EMAIL"] = "demo@outpost.invalid"
        }
        for arguments in [
            ["init", "--quiet", "--initial-branch=main"], ["add", "."], ["commit", "--quiet", "-m", "Say hello"],
        ] {
            _ = try await git.require(arguments, in: path)
        }
        return SampleRepository(path: path)
    }
}
