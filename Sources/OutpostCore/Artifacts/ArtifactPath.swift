/// A path inside a dispatch's artifacts that is safe to join to a directory of ours.
package struct ArtifactPath: Sendable, Hashable {
    /// Relative, `/` between components, none of them empty, `.` or `..`.
    package let text: String

    /// Judges an entry's name from a tar.
    ///
    /// - Returns: the path, nil for the archive's own root (`./`), or a reason for refusing it.
    package static func judge(_ name: [UInt8]) -> Result<ArtifactPath?, Refused> {
        guard let text = String(validating: name, as: UTF8.self) else {
            return .failure(.init("its name is not UTF-8"))
        }
        guard name.count <= 1024 else { return .failure(.init("its name is longer than 1024 bytes")) }
        guard !text.hasPrefix("/") else { return .failure(.init("its name is absolute")) }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            return .failure(.init("its name has control characters"))
        }
        guard !text.unicodeScalars.contains(where: PlainText.isDirection) else {
            return .failure(.init("its name has marks of direction, which make it read as another"))
        }
        // A combining mark makes one character with the slash before it, which hides the slash from Swift's strings and
        // not from the file system.
        guard !text.contains(where: { $0 != "/" && $0.unicodeScalars.contains("/") }) else {
            return .failure(.init("its name has a slash with a combining mark"))
        }
        let parts = text.split(separator: "/").filter { $0 != "." }
        guard !parts.contains("..") else { return .failure(.init("its name leads out of the archive")) }
        guard !parts.isEmpty else { return .success(nil) }
        guard parts.count <= 64 else { return .failure(.init("it is more than 64 folders deep")) }
        guard parts.allSatisfy({ $0.utf8.count <= 255 }) else {
            return .failure(.init("a part of its name is longer than 255 bytes"))
        }
        return .success(ArtifactPath(text: parts.joined(separator: "/")))
    }

    /// Why a name was refused.
    package struct Refused: Error, Hashable {
        /// Half a sentence: "its name is absolute".
        package let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    /// The media type that a name suggests.
    package var mediaType: String {
        switch text.split(separator: ".").last.map(String.init) {
        case "patch", "diff": "text/x-patch"
        case "json": "application/json"
        case "log", "txt": "text/plain"
        case "md": "text/markdown"
        case "bundle": "application/x-git-bundle"
        default: "application/octet-stream"
        }
    }

    /// The first 256 bytes of a name, everything but printable ASCII percent-encoded, for reports.
    package static func printable(_ name: [UInt8]) -> String {
        name.prefix(256).map { byte in
            (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "%")
                ? String(UnicodeScalar(byte))
                : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
