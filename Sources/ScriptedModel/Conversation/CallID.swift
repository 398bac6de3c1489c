/// The identity of a tool call, which carries its place in the script through the agent's history: `call_r3c0`.
struct CallID: Sendable, Equatable {
    var prefix: String
    var round: Int
    var index: Int

    var text: String { "\(prefix)_r\(round)c\(index)" }

    init(prefix: String, round: Int, index: Int) {
        self.prefix = prefix
        self.round = round
        self.index = index
    }

    /// Nil for ids that another model gave.
    init?(parsing text: String) {
        guard let separator = text.lastIndex(of: "_") else { return nil }
        let place = text[text.index(after: separator)...]
        guard place.first == "r", let middle = place.firstIndex(of: "c"),
            let round = Int(place[place.index(after: place.startIndex)..<middle]),
            let index = Int(place[place.index(after: middle)...])
        else { return nil }
        self.init(prefix: String(text[..<separator]), round: round, index: index)
    }
}
