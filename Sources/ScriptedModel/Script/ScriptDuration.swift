/// A duration as scripts write it: `250ms`, `2s`, `1m`.
struct ScriptDuration: Codable {
    var value: Duration

    init(value: Duration) {
        self.value = value
    }

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self.parse(text) else {
            throw DecodingError.corrupted(decoder, "'\(text)' is not a duration such as 250ms, 2s or 1m")
        }
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        let (seconds, attoseconds) = value.components
        var container = encoder.singleValueContainer()
        try container.encode("\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms")
    }

    static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        // Ten digits of minutes still fit a Duration; more would trap in the multiplication.
        guard digits.count <= 10, let number = Int(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return .milliseconds(number)
        case "s": return .seconds(number)
        case "m": return .seconds(number * 60)
        default: return nil
        }
    }
}
