/// What a patch does to one file.
struct PatchFile: Sendable, Hashable {
    /// What one line is.
    enum Kind: String, Sendable {
        case added, removed, context, hunk, note
    }

    struct Line: Sendable, Hashable {
        let kind: Kind
        let text: String
    }

    /// What happens to the file as a whole.
    enum Change: Sendable, Hashable {
        case edited, created, deleted
        case renamed(from: String)
        case copied(from: String)
    }

    var name: String
    var change = Change.edited
    var added = 0
    var removed = 0
    var isBinary = false
    /// The modes that the patch names, as git writes them; nil where it names none.
    var oldMode: String?
    var newMode: String?
    /// Whether the new file's last line has no end.
    var lacksNewline = false
    var lines: [Line] = []
    /// Whether lines are left out.
    var isCut = false

    /// In a few words each, what a look at the lines does not tell.
    var badges: [String] {
        var badges: [String] = []
        switch change {
        case .edited: break
        case .created: badges.append("new")
        case .deleted: badges.append("deleted")
        case .renamed(let old): badges.append("renamed from \(old)")
        case .copied(let old): badges.append("copied from \(old)")
        }
        if let oldMode, let newMode, oldMode != newMode {
            badges.append("mode \(oldMode) → \(newMode)")
        } else if change == .created, newMode == "100755" {
            badges.append("executable")
        }
        switch newMode ?? oldMode {
        case "120000": badges.append("symbolic link")
        case "160000": badges.append("submodule")
        default: break
        }
        if isBinary { badges.append("binary") }
        // A link has no lines.
        if lacksNewline, (newMode ?? oldMode) != "120000" { badges.append("no newline at the end") }
        return badges
    }
}
