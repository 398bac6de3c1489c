internal import OutpostCore

/// The list of references that begins a push.
struct PushCommands: Equatable {
    struct Command: Equatable {
        let isDeletion: Bool
        let reference: String
    }

    private(set) var commands: [Command] = []
    /// What the client can do, as it says with any of its commands: git heeds them all.
    private(set) var capabilities: Set<String> = []

    /// References of one push.
    private static let limit = 256

    /// Takes the next line.
    ///
    /// - Throws: ``Refusal`` 403 for what policy cannot judge (signed pushes), 400 for what makes no sense.
    mutating func add(_ line: [UInt8]) throws {
        let parts = line.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let text = String(decoding: parts[0], as: UTF8.self)
        let words = text.hasSuffix("\n") ? text.dropLast().split(separator: " ") : text.split(separator: " ")
        // Where the client's history is cut off.
        if parts.count == 1, words.count == 2, words[0] == "shallow" { return }
        guard words.count == 3, Self.isNull(words[0]) != nil, let isDeletion = Self.isNull(words[1]),
            words[2].utf8.count <= 1024
        else {
            throw Refusal.git(403, "this door takes plain pushes of branches only")
        }
        guard commands.count < Self.limit else { throw Refusal.git(403, "more than \(Self.limit) references at once") }
        if parts.count > 1 {
            let list = String(decoding: parts[1], as: UTF8.self)
            capabilities.formUnion(list.split { $0.isWhitespace || $0 == "\0" }.map(String.init))
        }
        commands.append(Command(isDeletion: isDeletion, reference: String(words[2])))
    }

    /// Why a command is refused; nil where policy allows it.
    func objection(to command: Command, _ policy: PushPolicy) -> String? {
        if command.isDeletion { return "this door deletes no references" }
        guard policy.allows(reference: command.reference) else {
            return "this door pushes to \(policy.patterns.joined(separator: ", ")) only"
        }
        return capabilities.contains("push-options") ? "this door takes no push options" : nil
    }

    /// Whether an object id is all zeros; nil where it is no object id.
    private static func isNull(_ text: Substring) -> Bool? {
        guard text.utf8.count == 40 || text.utf8.count == 64,
            text.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit })
        else { return nil }
        return text.utf8.allSatisfy { $0 == UInt8(ascii: "0") }
    }
}
