import Foundation
import Testing

@testable import ScriptedModel

@Suite("Actions as shell")
struct ShellScriptTests {
    /// Runs a script in a new folder that holds `file.txt`, and returns that file and the exit status.
    private func run(_ action: ScriptAction, on content: String) throws -> (file: String, status: Int32) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "outpost-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "it's a file.txt")
        try content.write(to: file, atomically: false, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", ShellScript.script(for: action)]
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (try String(contentsOf: file, encoding: .utf8), process.terminationStatus)
    }

    private static let awkward = "it's \"$HOME\" `id` \\n %s *?[a]\n\n"

    @Test("a write keeps every byte")
    func write() throws {
        let action = ScriptAction.write(FileWrite(path: "it's a file.txt", content: Self.awkward))
        #expect(try run(action, on: "old") == (Self.awkward, 0))
    }

    @Test(
        "an edit changes the text and nothing else",
        arguments: [
            ("a\nb\n", "b", "c", "a\nc\n"), ("a*b", "*", "?", "a?b"), ("a\n\n\n", "a", "", "\n\n\n"),
            ("x" + awkward, awkward, "y\n", "xy\n"), ("a\nb\n", "a\n", awkward, awkward + "b\n"),
        ]
    )
    func edit(before: String, old: String, new: String, after: String) throws {
        let action = ScriptAction.edit(FileEdit(path: "it's a file.txt", old: old, new: new))
        #expect(try run(action, on: before) == (after, 0))
    }

    @Test("an edit whose text is not there fails and changes nothing")
    func notFound() throws {
        let action = ScriptAction.edit(FileEdit(path: "it's a file.txt", old: "z", new: "y"))
        #expect(try run(action, on: "abc") == ("abc", 1))
    }
}
