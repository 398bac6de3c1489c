/// The assignments of a `.env` file.
package enum DotEnvFile {
    /// A line that cannot be read; its text is not told, since it may hold a secret.
    package struct Problem: Error, Sendable, Hashable {
        /// From 1.
        package let line: Int
        /// What is wrong.
        package let message: String
    }

    /// Reads `NAME=value` lines, `export` before them allowed.
    ///
    /// Blank lines and those that begin with `#` do not count. A value in single quotes is taken as it is; in double
    /// quotes `\n`, `\"` and `\\` mean what they mean in a shell; any other ends before ` #`. Nothing is expanded.
    ///
    /// - Returns: names and values, in the order of the file.
    /// - Throws: ``Problem`` for the first line that is none of these.
    package static func parse(_ text: String) throws(Problem) -> [(name: String, value: String)] {
        var entries: [(name: String, value: String)] = []
        for (index, line) in lines(of: text).enumerated() {
            var rest = trimmed(line)
            if rest.isEmpty || rest.hasPrefix("#") { continue }
            if rest.hasPrefix("export ") { rest = trimmed(rest.dropFirst("export ".count)) }
            guard let equals = rest.firstIndex(of: "=") else {
                throw Problem(line: index + 1, message: "there is no '='")
            }
            let name = String(trimmed(rest[..<equals]))
            guard EnvironmentName.isAllowed(name) else {
                throw Problem(line: index + 1, message: "the name is reserved or malformed")
            }
            guard !entries.contains(where: { $0.name == name }) else {
                throw Problem(line: index + 1, message: "\(name) is set twice")
            }
            guard let value = value(trimmed(rest[rest.index(after: equals)...])) else {
                throw Problem(line: index + 1, message: "the quotes of the value do not close")
            }
            entries.append((name, value))
        }
        return entries
    }

    /// Carriage return and line feed are one character.
    private static func lines(of text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// Nil when a quote does not close.
    private static func value(_ text: Substring) -> String? {
        switch text.first {
        case "'":
            let inner = text.dropFirst()
            guard let end = inner.firstIndex(of: "'"), isEnd(inner[inner.index(after: end)...]) else { return nil }
            return String(inner[..<end])
        case "\"": return quoted(text.dropFirst())
        default:
            let end = text.firstRange(of: " #")?.lowerBound ?? text.endIndex
            return String(trimmed(text[..<end]))
        }
    }

    private static func quoted(_ text: Substring) -> String? {
        var value = ""
        var rest = text
        while let character = rest.popFirst() {
            switch character {
            case "\"": return isEnd(rest) ? value : nil
            case "\\":
                switch rest.popFirst() {
                case "n": value += "\n"
                case "\""?: value += "\""
                case "\\"?: value += "\\"
                case let other?: value += "\\" + String(other)
                case nil: return nil
                }
            default: value.append(character)
            }
        }
        return nil
    }

    /// Whether nothing but a comment follows.
    private static func isEnd(_ text: Substring) -> Bool {
        let rest = trimmed(text)
        return rest.isEmpty || rest.hasPrefix("#")
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.firstIndex { $0 != " " && $0 != "\t" } ?? text.endIndex
        let end = text.lastIndex { $0 != " " && $0 != "\t" }.map(text.index(after:)) ?? start
        return text[start..<end]
    }
}
