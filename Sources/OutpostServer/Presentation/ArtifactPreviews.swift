internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// Beginnings of artifacts that are text, for people who look through a list.
enum ArtifactPreviews {
    /// Bytes of one file that are shown at most.
    static let bytes = 4096
    /// Lines of one file that are shown at most.
    static let lines = 40
    /// Bytes that all previews of a listing take at most; the files after it have none.
    static let total = 256 << 10

    /// The artifacts with their previews, null where a file is not text, or is withheld.
    @concurrent
    static func added(
        to artifacts: [ArtifactBody],
        in directory: String,
        revealing: Bool = false
    ) async -> [ArtifactBody] {
        var room = total
        return artifacts.map { artifact in
            var artifact = artifact
            artifact.preview = .null
            let isWithheld = artifact.containsSecret == true && !revealing
            guard room > 0, !isWithheld, let text = read("\(directory)/\(artifact.key)") else { return artifact }
            room -= text.utf8.count
            artifact.preview = .string(text)
            return artifact
        }
    }

    private static func read(_ path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let start = try? file.read(upToCount: bytes + 1) else { return "" }
        return preview(of: Array(start))
    }

    /// The first lines of a file of which `start` is all, or more than ``bytes``; nil where that is no text.
    static func preview(of start: [UInt8]) -> String? {
        var shown = start.prefix(bytes)
        // A character that the cut went through is left out: its bytes are a lead and what follows it.
        if start.count > bytes {
            let tail = shown.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
            if let lead = shown.dropLast(tail).last, lead >= 0xC0 {
                let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
                if tail + 1 < length { shown = shown.dropLast(tail + 1) }
            }
        }
        guard !shown.contains(0), let text = String(validating: shown, as: UTF8.self) else { return nil }
        var scalars = String.UnicodeScalarView()
        var ends = 0
        for scalar in text.unicodeScalars {
            scalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
            ends += scalar == "\n" ? 1 : 0
            if ends == lines { break }
        }
        return String(scalars)
    }

    /// Terminals obey control characters, and marks of direction make a text read as what it is not.
    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: true
        case 0..<0x20, 0x7F..<0xA0: false
        default: !PlainText.isDirection(scalar)
        }
    }
}
