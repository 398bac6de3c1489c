/// What the agent changed.
struct DiffModel {
    var withheld: String?
    var isEmpty = false
    var files: [File] = []
    /// How much it is in all.
    var total: String?
    /// What is not shown, or not counted.
    var cut: String?
    /// The patch itself.
    var link: String?

    struct File {
        let name: String
        let anchor: Int
        let added: Int
        let removed: Int
        let badges: [String]
        let lines: [Line]
        let open: Bool
        /// The patch itself, where lines are left out; nil where none are.
        let rest: String?
    }

    struct Line {
        let isAdded: Bool
        let isRemoved: Bool
        /// Whether it is about the lines, and none of them.
        let isNote: Bool
        let isContext: Bool
        let code: String
    }

    /// Files whose lines are in sight at first.
    private static let mostOpen = 20

    /// - Parameters:
    ///   - found: the patch; an absent one has no model.
    ///   - link: where it can be had; nil where it cannot.
    init?(_ found: ResultFile<PatchReader>, link: String?) {
        switch found {
        case .absent: return nil
        case .withheld(let names): withheld = Self.withheldText(names)
        case .file(let patch):
            isEmpty = patch.fileCount == 0
            total = isEmpty ? nil : Self.total(of: patch)
            cut = Self.cut(of: patch)
            self.link = link
            files = patch.files.enumerated().map { File($1, number: $0, isOpen: $0 < Self.mostOpen, link: link) }
        }
    }

    private static func total(of patch: PatchReader) -> String {
        let files = patch.fileCount == 1 ? "1 file" : "\(patch.fileCount) files"
        return "\(files), +\(patch.added) −\(patch.removed)" + (patch.isFull ? " at least" : "")
    }

    private static func cut(of patch: PatchReader) -> String? {
        let hidden = patch.fileCount - patch.files.count
        if patch.isFull {
            return "The patch is so long that only its first \(PatchReader.mostBytes >> 20) MiB are counted, and the "
                + "beginnings of their files shown."
        }
        if hidden > 0 { return "The first \(patch.files.count) files are shown; \(hidden) more are in the patch." }
        return patch.isCut ? "Of long files only the beginning is shown." : nil
    }

    /// Why something is not shown, and how to have it.
    static func withheldText(_ names: [String]) -> String {
        let what = names.isEmpty ? "may hold a secret" : "holds \(names.joined(separator: ", "))"
        return "Withheld: it \(what). Ask the API with reveal=true to have it, and rotate the secret if others saw it."
    }
}

extension DiffModel.File {
    fileprivate init(_ file: PatchFile, number: Int, isOpen: Bool, link: String?) {
        name = Self.oneLine(file.name)
        anchor = number
        added = file.added
        removed = file.removed
        badges = file.badges.map(Self.oneLine)
        open = isOpen && !file.lines.isEmpty
        rest = file.isCut ? link : nil
        lines = file.lines.map { line in
            DiffModel.Line(
                isAdded: line.kind == .added,
                isRemoved: line.kind == .removed,
                isNote: line.kind == .hunk || line.kind == .note,
                isContext: line.kind == .context,
                code: VisibleText.of(line.text)
            )
        }
    }

    /// A name may have line ends, which would look like blanks.
    private static func oneLine(_ name: String) -> String {
        VisibleText.of(name).replacing("\n", with: "[U+000A]").replacing("\t", with: "[U+0009]")
    }
}
