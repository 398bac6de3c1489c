/// What the agent changed.
struct DiffModel {
    let withheld: String?
    let isEmpty: Bool
    let files: [File]
    let isPartial: Bool

    struct File {
        let name: String
        let anchor: Int
        let added: Int
        let removed: Int
        let isBinary: Bool
        let shortened: Bool
        let lines: [Line]
        let open: Bool
    }

    struct Line {
        let isAdded: Bool
        let isRemoved: Bool
        let isHunk: Bool
        let isContext: Bool
        let code: String
    }

    /// - Parameter found: the patch; an absent one has no model.
    init?(_ found: ResultFile.Found) {
        switch found {
        case .absent: return nil
        case .withheld(let names):
            withheld = Self.withheldText(names)
            isEmpty = false
            files = []
            isPartial = false
        case .file(let file):
            let patch = PatchReader(file.text)
            withheld = nil
            isEmpty = patch.files.isEmpty
            isPartial = file.isCut || patch.isCut
            files = patch.files.enumerated().map { File($1, number: $0) }
        }
    }

    /// Why something is not shown, and how to have it.
    static func withheldText(_ names: [String]) -> String {
        let what = names.isEmpty ? "may hold a secret" : "holds \(names.joined(separator: ", "))"
        return "Withheld: it \(what). Ask the API with reveal=true to have it, and rotate the secret if others saw it."
    }
}

extension DiffModel.File {
    fileprivate init(_ file: PatchReader.File, number: Int) {
        name = VisibleText.of(file.name)
        anchor = number
        added = file.added
        removed = file.removed
        isBinary = file.isBinary
        shortened = file.isCut
        open = number < 20
        lines = file.lines.map { line in
            DiffModel.Line(
                isAdded: line.kind == .added,
                isRemoved: line.kind == .removed,
                isHunk: line.kind == .hunk,
                isContext: line.kind == .context,
                code: VisibleText.of(line.text)
            )
        }
    }
}
