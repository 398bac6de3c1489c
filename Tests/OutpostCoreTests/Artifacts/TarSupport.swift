@testable internal import OutpostCore

/// What a reader reported, with the data of an entry joined.
struct ReadEntry: Equatable, Sendable {
    var name: String
    var kind: TarReader.Kind
    var size: Int
    var contents: [UInt8] = []
    var isComplete = false
}

/// Reads an archive that is fed in pieces, and fails as the reader does.
///
/// - Throws: ``ArtifactRejection``, or ``BrokenPromise`` when the reader's events contradict each other.
func readTar(_ pieces: [[UInt8]]) throws -> [ReadEntry] {
    var reader = TarReader()
    var entries: [ReadEntry] = []
    for piece in pieces {
        try reader.consume(piece) { event in
            switch event {
            case .entry(let entry):
                guard entries.last?.isComplete != false, entry.size >= 0 else { throw BrokenPromise() }
                entries.append(
                    ReadEntry(name: String(decoding: entry.name, as: UTF8.self), kind: entry.kind, size: entry.size)
                )
            case .data(let bytes):
                guard let last = entries.indices.last, !entries[last].isComplete, !bytes.isEmpty else {
                    throw BrokenPromise()
                }
                entries[last].contents += bytes
                guard entries[last].contents.count <= entries[last].size else { throw BrokenPromise() }
            case .end:
                guard let last = entries.indices.last, !entries[last].isComplete,
                    entries[last].contents.count == entries[last].size
                else { throw BrokenPromise() }
                entries[last].isComplete = true
            }
        }
    }
    try reader.finish()
    return entries
}

func readTar(_ bytes: [UInt8]) throws -> [ReadEntry] { try readTar([bytes]) }

/// Events that cannot follow each other.
struct BrokenPromise: Error {}

/// Makes headers that no honest program writes.
struct RawTar {
    var bytes: [UInt8] = []

    static let end = [UInt8](repeating: 0, count: 1024)

    /// Appends a header with a right checksum, and the contents with their padding.
    mutating func add(
        _ name: String,
        type: Character = "0",
        size: String? = nil,
        prefix: String = "",
        magic: String = "ustar\0" + "00",
        contents: [UInt8] = []
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, _ offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put(name, 0)
        put("0000644\0" + "0000000\0" + "0000000\0", 100)
        let octal = String(contents.count, radix: 8)
        put(size ?? String(repeating: "0", count: 11 - octal.count) + octal, 124)
        put("00000000000\0" + "        ", 136)
        header[156] = type.asciiValue ?? 0
        put(magic, 257)
        put(prefix, 345)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", 148)
        bytes += header + contents + [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
    }

    /// Appends a PAX header of these records.
    mutating func addRecords(_ records: [(String, String)], type: Character = "x") {
        add("pax", type: type, contents: records.flatMap { Self.record($0.0, $0.1) })
    }

    static func record(_ key: String, _ value: String) -> [UInt8] {
        let tail = " \(key)=\(value)\n".utf8.count
        var length = tail
        while length != tail + "\(length)".utf8.count { length = tail + "\(length)".utf8.count }
        return Array("\(length) \(key)=\(value)\n".utf8)
    }

    var archive: [UInt8] { bytes + Self.end }
}
