/// How much of what a repository says of itself is laid before the task: Outpost v2's words, or a number of tokens.
package enum ContextLevel: Sendable, Hashable {
    /// Nothing.
    case none
    /// Up to 600 tokens: its purpose and the newest journal.
    case minimal
    /// Up to 1200 tokens: its anchors and the profile too.
    case standard
    /// Up to 1800 tokens: its roadmap too.
    case full
    /// As many sections as fit into a number of tokens within ``tokenRange``.
    case tokens(Int)

    /// Every level that has a name.
    package static let named: [ContextLevel] = [.none, .minimal, .standard, .full]
    /// Bounds of a level that is a number of tokens.
    package static let tokenRange = 600...2000

    /// Reads a name, or a number within ``tokenRange``; nil for anything else.
    package init?(_ text: String) {
        if let named = Self.named.first(where: { $0.text == text }) {
            self = named
        } else if let tokens = Int(text), Self.tokenRange.contains(tokens) {
            self = .tokens(tokens)
        } else {
            return nil
        }
    }

    /// The level as it is written in requests and answers.
    package var text: String {
        switch self {
        case .none: "none"
        case .minimal: "minimal"
        case .standard: "standard"
        case .full: "full"
        case .tokens(let count): String(count)
        }
    }
}

extension ContextLevel: Codable {
    /// Reads ``text``.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let level = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no level of context")
        }
        self = level
    }

    /// Writes ``text``.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
