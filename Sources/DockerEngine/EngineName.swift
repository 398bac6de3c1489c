/// Checks names before they become part of a request's path.
enum EngineName {
    /// Returns a container, network or volume name or id, or refuses it.
    ///
    /// - Throws: `DockerError.invalid` unless it matches `[a-zA-Z0-9][a-zA-Z0-9_.-]*`.
    static func validated(_ name: String) throws(DockerError) -> String {
        var bytes = name.utf8.makeIterator()
        guard let first = bytes.next(), isAlphanumeric(first),
            name.utf8.allSatisfy({ isAlphanumeric($0) || "_.-".utf8.contains($0) })
        else { throw .invalid("\"\(name)\" is not a name or id of the Docker Engine") }
        return name
    }

    /// Returns an image reference (name, name:tag, name@digest or id) escaped for a path, or refuses it.
    ///
    /// Slashes stay as they are; the engine's router takes them. Segments that a path normalisation would
    /// swallow are refused, because they would turn the call into another one.
    static func imagePath(_ reference: String) throws(DockerError) -> String {
        let segments = reference.split(separator: "/", omittingEmptySubsequences: false)
        let isSound = segments.allSatisfy { segment in
            guard let first = segment.utf8.first, isAlphanumeric(first) else { return false }
            return segment.utf8.allSatisfy { isAlphanumeric($0) || "_.-:@+".utf8.contains($0) }
        }
        guard isSound else { throw .invalid("\"\(reference)\" is not an image reference") }
        return PercentEncoding.path(reference)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

/// The `filters` parameter of list, prune and event calls.
enum EngineFilters {
    /// Encodes filters as the engine expects them; nil where there are none.
    static func encoded(_ filters: [String: [String]]) throws(DockerError) -> String? {
        let used = filters.filter { !$0.value.isEmpty }
        guard !used.isEmpty else { return nil }
        return String(decoding: try DockerClient.encode(used), as: UTF8.self)
    }
}
