/// One event of a streamed response.
struct ServerSentEvent: Sendable, Equatable {
    var name: String?
    var data: String

    init(name: String? = nil, data: String) {
        self.name = name
        self.data = data
    }

    init(name: String? = nil, _ json: JSON) {
        self.init(name: name, data: json.text)
    }

    /// An event whose name is also its payload's `type`, as Anthropic and OpenAI send them.
    init(typed type: String, _ members: [String: JSON]) {
        self.init(name: type, .object(members.merging(["type": .string(type)]) { own, _ in own }))
    }

    /// Data never holds a newline: it is compact JSON or a word.
    var bytes: [UInt8] {
        Array(((name.map { "event: \($0)\n" } ?? "") + "data: \(data)\n\n").utf8)
    }
}
