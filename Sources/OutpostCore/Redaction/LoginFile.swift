internal import Foundation

/// A file of logins, such as Codex's `auth.json`.
enum LoginFile {
    /// Bytes of the shortest text in it that is taken for a token rather than for a word.
    private static let shortestToken = 20
    /// Tokens of one file; each is looked for in dozens of forms.
    private static let mostTokens = 64

    /// The texts that may be tokens, where the file is JSON; nothing where it is not.
    static func tokens(in text: String) -> [String] {
        guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else { return [] }
        return Array(texts(in: value).filter { $0.utf8.count >= shortestToken }.prefix(mostTokens))
    }

    private static func texts(in value: Any) -> [String] {
        switch value {
        case let text as String: [text]
        case let list as [Any]: list.flatMap(texts)
        case let object as [String: Any]: object.values.flatMap(texts)
        default: []
        }
    }
}
