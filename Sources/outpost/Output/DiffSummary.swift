/// `git apply --numstat` of a patch, drawn like `git diff --stat`.
struct DiffSummary {
    /// One file of a patch.
    struct File: Equatable {
        let path: String
        /// Lines; nil for a binary file.
        let added: Int?
        let removed: Int?
    }

    let files: [File]

    /// Reads numstat's lines: `added<TAB>removed<TAB>path`, with `-` for binary files.
    init(numstat: String) {
        files = numstat.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            return File(path: String(parts[2]), added: Int(parts[0]), removed: Int(parts[1]))
        }
    }

    /// The lines to print.
    func lines(_ console: Console) -> [String] {
        // Signs for at most so many of a file's lines, and one more, since both counts are rounded up.
        let room = min(20, max(9, console.columns - 31))
        let width = min(files.map(\.path.count).max() ?? 0, max(20, console.columns - 11 - room))
        let most = files.map { ($0.added ?? 0) + ($0.removed ?? 0) }.max() ?? 0
        var lines = files.map { file in
            let shown = file.path.count > width ? "…" + file.path.suffix(width - 1) : file.path
            let name = Terminal.safe(shown, colours: false)
            return "  " + name + String(repeating: " ", count: max(0, width - name.count)) + " | "
                + bar(file, most, room, console)
        }
        let added = files.compactMap(\.added).reduce(0, +)
        let removed = files.compactMap(\.removed).reduce(0, +)
        lines.append(
            "  \(files.count) \(files.count == 1 ? "file" : "files") changed, "
                + console.paint("+\(added)", .green) + ", " + console.paint("-\(removed)", .red)
        )
        return lines
    }

    private func bar(_ file: File, _ most: Int, _ room: Int, _ console: Console) -> String {
        guard let added = file.added, let removed = file.removed else { return "binary" }
        func scaled(_ count: Int) -> Int {
            most <= room ? count : (count * room + most - 1) / most
        }
        let count = String(added + removed)
        return String(repeating: " ", count: max(0, 4 - count.count)) + count + " "
            + console.paint(String(repeating: "+", count: scaled(added)), .green)
            + console.paint(String(repeating: "-", count: scaled(removed)), .red)
    }
}
