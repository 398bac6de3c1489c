internal import Foundation

/// Base 64 with the alphabet of URLs, without padding.
enum Base64URL {
    static func encode(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The text; nil when it is not one, or is written in another way than ``encode(_:)`` does.
    static func decode(_ text: String) -> String? {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let decoded = String(data: data, encoding: .utf8),
            encode(decoded) == text
        else { return nil }
        return decoded
    }
}
