internal import Foundation
internal import OutpostCore

/// One entry of a tar that a test hands in.
struct SampleEntry: Sendable {
    let name: String
    let contents: [UInt8]
    let type: Character

    static func file(_ name: String, _ contents: String = "x") -> SampleEntry {
        SampleEntry(name: name, contents: Array(contents.utf8), type: "0")
    }

    static func file(_ name: String, bytes: Int) -> SampleEntry {
        SampleEntry(name: name, contents: [UInt8](repeating: 65, count: bytes), type: "0")
    }

    /// A link, a folder, a device: what has no contents.
    static func other(_ name: String, _ type: Character) -> SampleEntry {
        SampleEntry(name: name, contents: [], type: type)
    }
}

enum TarSamples {
    /// An archive of these entries; the type is set in the header that the writer made.
    static func archive(_ entries: [SampleEntry]) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            var tar = TarWriter()
            tar.add(entry.name, contents: entry.contents)
            var piece = Array(tar.finish().dropLast(1024))
            // A long name has its own header first.
            let header = piece.count - 512 - (entry.contents.count + 511) / 512 * 512
            piece[header + 156] = entry.type.asciiValue ?? 0
            repairChecksum(&piece, at: header)
            bytes += piece
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }

    private static func repairChecksum(_ bytes: inout [UInt8], at header: Int) {
        for offset in 148..<156 { bytes[header + offset] = 32 }
        let sum = String(bytes[header..<(header + 512)].reduce(0) { $0 + Int($1) }, radix: 8)
        let text = Array((String(repeating: "0", count: 6 - sum.count) + sum + "\0 ").utf8)
        bytes.replaceSubrange((header + 148)..<(header + 156), with: text)
    }

    /// The archive as it comes through the door, in pieces.
    static func stream(_ entries: [SampleEntry], pieces: Int = 1000) -> AsyncThrowingStream<[UInt8], any Error> {
        stream(bytes: archive(entries), pieces: pieces)
    }

    static func stream(bytes: [UInt8], pieces: Int = 1000) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            for start in stride(from: 0, to: bytes.count, by: pieces) {
                continuation.yield(Array(bytes[start..<min(start + pieces, bytes.count)]))
            }
            continuation.finish()
        }
    }
}
