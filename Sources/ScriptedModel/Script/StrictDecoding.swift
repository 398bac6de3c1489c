extension DecodingError {
    /// An error about the value at the decoder's own place.
    static func corrupted(_ decoder: any Decoder, _ problem: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
}

extension Decoder {
    /// A keyed container that refuses keys it does not know, so that a misspelt key is not silently ignored.
    func strictContainer<Key: CodingKey & CaseIterable>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        let known = Set(type.allCases.map(\.stringValue))
        let unknown = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).filter { !known.contains($0) }
        if let first = unknown.min() {
            let choices = type.allCases.map(\.stringValue).joined(separator: ", ")
            throw DecodingError.corrupted(self, "unknown key '\(first)' (known: \(choices))")
        }
        return try container(keyedBy: type)
    }
}

extension KeyedDecodingContainer {
    func decodeNonEmpty(_ key: Key) throws -> String {
        let value = try decode(String.self, forKey: key)
        guard !value.isEmpty else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "must not be empty")
        }
        return value
    }
}

/// A value that scripts may give alone or as a list.
struct OneOrMany<Value: Codable>: Decodable {
    var values: [Value]

    init(from decoder: any Decoder) throws {
        if (try? decoder.unkeyedContainer()) != nil {
            values = try [Value](from: decoder)
        } else {
            values = [try Value(from: decoder)]
        }
    }
}

private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init?(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }
}
