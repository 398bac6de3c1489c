/// A model's answer before a dialect gives it its shape.
struct Reply: Sendable, Equatable {
    /// Unique to the response.
    var id: String
    var model: String
    var text: String?
    var calls: [ToolCall]
    /// The model declines, and the text says so.
    var isRefusal = false
    var usage: Usage
    /// Seconds since 1970.
    var created: Int
}

/// A call of a tool that the request offered.
struct ToolCall: Sendable, Equatable {
    enum Input: Sendable, Equatable {
        case arguments(JSON)
        case freeText(String)
    }

    var id: String
    var name: String
    var input: Input

    /// The input as a JSON object; free text goes in as `input`.
    var arguments: JSON {
        switch input {
        case .arguments(let json): json
        case .freeText(let text): ["input": .string(text)]
        }
    }
}

/// Token counts, estimated at four bytes a token.
struct Usage: Sendable, Equatable {
    /// Everything in the prompt, cached or not.
    var input: Int
    /// The part of the prompt that a provider would have read from its cache.
    var cached: Int
    var output: Int

    init(promptBytes: Int, isFirstTurn: Bool, outputBytes: Int) {
        input = max(1, promptBytes / 4)
        cached = isFirstTurn ? 0 : input * 3 / 4
        output = max(1, outputBytes / 4)
    }
}

extension String {
    /// The string in pieces as a model would stream them; never empty.
    var streamed: [String] {
        var pieces: [String] = []
        var rest = self[...]
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(24)))
            rest = rest.dropFirst(24)
        }
        return pieces.isEmpty ? [""] : pieces
    }
}
