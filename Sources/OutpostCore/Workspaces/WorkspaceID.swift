package import Foundation

/// Names a workspace: a UUID in lower case.
package struct WorkspaceID: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The UUID.
    package let text: String

    /// Nil for what is no UUID.
    package init?(_ text: String) {
        guard text.utf8.count == 36, UUID(uuidString: text) != nil else { return nil }
        self.text = text.lowercased()
    }

    package init(_ uuid: UUID) { text = uuid.uuidString.lowercased() }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = WorkspaceID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no UUID")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { text }
}
