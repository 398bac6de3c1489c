/// Actions as edit blocks inside a text answer, for agents without tools.
struct EditBlocks: Sendable {
    let format: EditFormat
    var files: ChatFiles

    /// The block of an action; a command, which no format can say, becomes a remark.
    mutating func block(for action: ScriptAction) -> String {
        switch action {
        case .run(let command): "Please run: \(command)"
        case .write(let write): replace(write.path, with: write.content)
        case .edit(let edit): replace(edit)
        }
    }

    /// The line that starts the block of a file, by which an earlier answer is recognised.
    func heading(of path: String) -> String {
        "\(path)\n\(format.opening)\n"
    }

    private mutating func replace(_ path: String, with content: String) -> String {
        let old = files[path] ?? ""
        files[path] = content
        switch format.style {
        case .wholeFile: return listing(path, content)
        case .searchReplace: return searchReplace(path, old, content)
        }
    }

    private mutating func replace(_ edit: FileEdit) -> String {
        guard let text = files[edit.path], let range = text.firstRange(of: edit.old) else {
            // The file is not in the chat: right if the script names whole lines, else the agent says no match.
            return searchReplace(edit.path, edit.old, edit.new)
        }
        files[edit.path] = text.replacingCharacters(in: range, with: edit.new)
        if format.style == .wholeFile { return listing(edit.path, files[edit.path] ?? "") }
        // Agents match whole lines, so the block takes in the rest of the first line and of the last.
        let start = text[..<range.lowerBound].lastIndex(of: "\n").map(text.index(after:)) ?? text.startIndex
        let lineEnd = text[range.upperBound...].firstIndex(of: "\n") ?? text.endIndex
        let isWholeLines = edit.old.last == "\n" && (edit.new.isEmpty || edit.new.last == "\n")
        let ending = isWholeLines ? range.upperBound : lineEnd
        let before = text[start..<range.lowerBound]
        let after = text[range.upperBound..<ending]
        return searchReplace(edit.path, "\(before)\(edit.old)\(after)", "\(before)\(edit.new)\(after)")
    }

    private func listing(_ path: String, _ content: String) -> String {
        heading(of: path) + ended(content) + format.closing
    }

    private func searchReplace(_ path: String, _ old: String, _ new: String) -> String {
        heading(of: path)
            + "<<<<<<< SEARCH\n\(ended(old))=======\n\(ended(new))>>>>>>> REPLACE\n\(format.closing)"
    }

    private func ended(_ text: String) -> String {
        text.isEmpty || text.last == "\n" ? text : text + "\n"
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
