internal import Foundation
internal import OutpostGateway
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Shows a patch.
struct PatchView {
    let path: String
    let console: Console

    private static let pieceSize = 1 << 16

    /// The pager that is wanted; nil for none, which an empty `PAGER` and `cat` are too.
    static func pager(_ environment: [String: String]) -> String? {
        guard let named = environment["PAGER"] else { return "less -FRX" }
        return named.isEmpty || named == "cat" ? nil : named
    }

    /// Writes it to standard output as it is.
    func copy() throws {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        while let piece = try file.read(upToCount: Self.pieceSize), !piece.isEmpty {
            // Whoever reads may stop before the end.
            guard (try? FileHandle.standardOutput.write(contentsOf: piece)) != nil else { return }
        }
    }

    /// Shows it to people, through a pager if there is one.
    func show(pager: String?) async throws {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
        let painted = lines.map { paint(String($0)) + "\n" }.joined()
        guard let pager else { return console.write(painted) }
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", pager],
            input: TextInput(painted),
            output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
        )
        // A pager that is not there has shown nothing.
        if case .exited(127) = result.terminationStatus { console.write(painted) }
    }

    /// A line in git's colours; what it holds cannot steer the terminal.
    func paint(_ line: String) -> String {
        let safe = Terminal.safe(line, colours: false)
        let headings = [
            "diff ", "index ", "--- ", "+++ ", "new file", "deleted file", "rename ", "similarity ", "old mode",
            "new mode",
        ]
        if headings.contains(where: safe.hasPrefix) { return console.paint(safe, .bold) }
        switch safe.first {
        case "+": return console.paint(safe, .green)
        case "-": return console.paint(safe, .red)
        case "@": return console.paint(safe, .cyan)
        default: return safe
        }
    }
}
