/// A dispatch's identifier: a ULID, 26 characters of Crockford's base 32, sorted by time of creation.
package struct DispatchID: Sendable, Hashable, Comparable, CustomStringConvertible, Codable {
    /// The canonical upper-case text.
    package let text: String

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// Reads a ULID in either case; nil when the text is not one.
    package init?(_ text: String) {
        // Letters beyond ASCII whose upper case is an ASCII letter take more than one byte.
        guard text.utf8.count == 26 else { return nil }
        let upper = text.uppercased()
        guard upper.count == 26, upper.allSatisfy({ Self.alphabet.contains($0) }),
            let first = upper.first, first <= "7"
        else { return nil }
        self.text = upper
    }

    /// Makes an identifier.
    ///
    /// - Parameters:
    ///   - milliseconds: milliseconds since 1970, the sortable half.
    ///   - generator: source of the 80 random bits; the system's CSPRNG in production.
    package init(milliseconds: UInt64, using generator: inout some RandomNumberGenerator) {
        var characters: [Character] = []
        for shift in stride(from: 45, through: 0, by: -5) {
            characters.append(Self.alphabet[Int((milliseconds >> UInt64(shift)) & 31)])
        }
        for _ in 0..<2 {
            let bits: UInt64 = generator.next()
            for shift in stride(from: 35, through: 0, by: -5) {
                characters.append(Self.alphabet[Int((bits >> UInt64(shift)) & 31)])
            }
        }
        text = String(characters)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let raw = try container.decode(String.self)
        guard let id = DispatchID(raw) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(raw)' is not a ULID")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { text }

    package static func < (left: DispatchID, right: DispatchID) -> Bool { left.text < right.text }
}
