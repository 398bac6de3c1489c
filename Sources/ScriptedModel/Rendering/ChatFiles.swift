/// The files whose contents the user has put into the conversation, as aider writes them: path, fence, lines, fence.
struct ChatFiles: Sendable {
    private var contents: [String: String]

    init(contents: [String: String]) {
        self.contents = contents
    }

    init(_ conversation: Conversation, paths: Set<String>, format: EditFormat) {
        contents = [:]
        for text in conversation.userTexts {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where paths.contains(String(line)) {
                let rest = lines[(index + 1)...]
                guard rest.first?.hasPrefix(format.opening) == true,
                    let content = Self.content(rest.dropFirst(), closing: format.closing)
                else { continue }
                contents[String(line)] = content
            }
        }
    }

    /// The lines up to the closing fence, which stands on the last line of a file that does not end in a newline.
    private static func content(_ lines: ArraySlice<Substring>, closing: String) -> String? {
        guard let end = lines.firstIndex(where: { $0.hasSuffix(closing) }) else { return nil }
        return lines[..<end].map { $0 + "\n" }.joined() + lines[end].dropLast(closing.count)
    }

    subscript(path: String) -> String? {
        get { contents[path] }
        set { contents[path] = newValue }
    }
}
