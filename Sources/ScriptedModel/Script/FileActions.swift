/// A file that the model creates or replaces.
package struct FileWrite: Sendable, Equatable {
    /// Path, relative to the agent's working directory.
    package var path: String
    /// The whole new content.
    package var content: String

    /// Creates a write.
    package init(path: String, content: String) {
        self.path = path
        self.content = content
    }
}

/// A replacement of a text that occurs exactly once in a file: agents refuse to guess which of two is meant.
package struct FileEdit: Sendable, Equatable {
    /// Path, relative to the agent's working directory.
    package var path: String
    /// Text to find; it may be a part of a line.
    package var old: String
    /// Text to put in its place.
    package var new: String

    /// Creates an edit.
    package init(path: String, old: String, new: String) {
        self.path = path
        self.old = old
        self.new = new
    }
}

extension FileWrite: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case path, content
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        path = try container.decodeNonEmpty(.path)
        content = try container.decode(String.self, forKey: .content)
    }
}

extension FileEdit: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case path, old, new
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        path = try container.decodeNonEmpty(.path)
        old = try container.decodeNonEmpty(.old)
        new = try container.decode(String.self, forKey: .new)
    }
}
