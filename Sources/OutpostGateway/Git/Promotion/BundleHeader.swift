internal import Foundation

/// The head of a file of commits: what they build on, what they are, and where the pack begins.
struct BundleHeader: Sendable, Hashable {
    /// Commits that have to be there already.
    var prerequisites: [String] = []
    /// The commit that `HEAD` was.
    var tip: String
    /// Bytes before the pack.
    var length: Int

    private static let limit = 256 << 10
    /// Commits that others have to bring at most.
    static let maximumPrerequisites = 32

    /// Reads the head of a file; nil where it is none, or one that our runtime would not write.
    init?(path: String) {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let bytes = try? file.read(upToCount: Self.limit) else { return nil }
        self.init(bytes)
    }

    /// Reads the first bytes of a file.
    init?(_ bytes: Data) {
        guard let end = bytes.firstRange(of: Data("\n\n".utf8)) else { return nil }
        var lines = bytes[..<end.lowerBound].split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard let signature = lines.first, ["# v2 git bundle", "# v3 git bundle"].contains(signature) else {
            return nil
        }
        lines.removeFirst()
        var tips: [String: String] = [:]
        for line in lines {
            if line.hasPrefix("@object-format=") { continue }
            let isPrerequisite = line.hasPrefix("-")
            let words = line.drop { $0 == "-" }.split(separator: " ", maxSplits: 1)
            guard let id = words.first.map(String.init), Self.isObject(id) else { return nil }
            if isPrerequisite {
                prerequisites.append(id)
            } else if words.count == 2 {
                tips[String(words[1])] = id
            }
        }
        guard let tip = tips["HEAD"], prerequisites.count <= Self.maximumPrerequisites else { return nil }
        self.tip = tip
        length = end.upperBound - bytes.startIndex
    }

    private static func isObject(_ text: String) -> Bool {
        [40, 64].contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
            }
    }
}
