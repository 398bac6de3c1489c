package import Foundation

/// How bodies become JSON and back, the same on both sides of the wire.
package enum APICoding {
    /// Encodes a body: sorted keys, slashes as they are, keys without a value left out.
    package static func encode(_ value: some Encodable, isPretty: Bool = false) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return try encoder.encode(value)
    }

    /// Decodes a body; keys that are not known are ignored.
    ///
    /// - Throws: `DecodingError`.
    package static func decode<Body: Decodable>(_ type: Body.Type = Body.self, from data: Data) throws -> Body {
        try JSONDecoder().decode(Body.self, from: data)
    }
}
