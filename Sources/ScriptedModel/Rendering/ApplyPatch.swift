/// Actions in the patch language of codex's `apply_patch`.
enum ApplyPatch {
    /// Nil where the language cannot say it: it knows whole lines only.
    static func patch(for action: ScriptAction) -> String? {
        switch action {
        case .run: nil
        case .write(let write):
            lines(of: write.content).map { "*** Add File: \(write.path)\n" + marked("+", $0) }.map(enveloped)
        case .edit(let edit):
            if let old = lines(of: edit.old), let new = lines(of: edit.new) {
                enveloped("*** Update File: \(edit.path)\n@@\n" + marked("-", old) + marked("+", new))
            } else {
                nil
            }
        }
    }

    private static func enveloped(_ hunk: String) -> String {
        "*** Begin Patch\n\(hunk)*** End Patch\n"
    }

    private static func lines(of text: String) -> [Substring]? {
        guard text.last == "\n" else { return nil }
        return text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func marked(_ mark: String, _ lines: [Substring]) -> String {
        lines.map { "\(mark)\($0)\n" }.joined()
    }
}
