/// A tar of raw headers that no honest program writes, and what must become of it.
struct HostileArchive: Sendable, CustomStringConvertible {
    /// What the delivery comes to.
    enum Outcome: Sendable {
        /// Nothing is taken; the text is in the rejection's detail.
        case rejected(String)
        /// Entries are refused with these reasons, in order; what is good is taken.
        case refused([String])
        /// Nothing is refused: strange, and harmless.
        case harmless
    }

    let name: String
    let bytes: [UInt8]
    let outcome: Outcome

    var description: String { name }

    init(_ name: String, _ outcome: Outcome, _ make: (inout HostileTar) -> Void) {
        var tar = HostileTar()
        make(&tar)
        self.name = name
        self.outcome = outcome
        bytes = tar.archive
    }
}

/// Writes headers field by field.
struct HostileTar {
    var bytes: [UInt8] = []
    /// What follows the last entry.
    var end = [UInt8](repeating: 0, count: 1024)

    var archive: [UInt8] { bytes + end }

    /// Appends an entry whose checksum is right; `size` is written instead of the true one.
    mutating func add(
        _ name: [UInt8],
        type: Character = "0",
        size: [UInt8]? = nil,
        prefix: String = "",
        checksum: String? = nil,
        contents: [UInt8] = []
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: some Collection<UInt8>, _ offset: Int) {
            for (index, byte) in text.enumerated() { header[offset + index] = byte }
        }
        put(name.prefix(100), 0)
        put("0104755\0".utf8, 100)
        put(size ?? Array(Self.octal(contents.count, 11).utf8), 124)
        put("        ".utf8, 148)
        header[156] = type.asciiValue ?? 0
        put("/etc/passwd".utf8, 157)
        put("ustar\0".utf8, 257)
        put("00".utf8, 263)
        put(prefix.utf8, 345)
        let sum = header.reduce(0) { $0 + Int($1) }
        put((checksum ?? Self.octal(sum, 6) + "\0 ").utf8, 148)
        bytes += header + contents + [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
    }

    mutating func add(_ name: String, type: Character = "0", size: String? = nil, contents: [UInt8] = []) {
        add(Array(name.utf8), type: type, size: size.map { Array($0.utf8) }, contents: contents)
    }

    /// Appends an extended header of records and an entry that it describes.
    mutating func addExtended(_ records: [(String, String)], entry: String = "files/x", type: Character = "0") {
        add("pax", type: "x", contents: records.flatMap { Self.record($0.0, $0.1) })
        add(entry, type: type)
    }

    /// Appends a GNU long name and its entry.
    mutating func addLongName(_ name: [UInt8]) {
        add("././@LongLink", type: "L", contents: name + [0])
        add("files/short")
    }

    static func octal(_ value: Int, _ digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    static func record(_ key: String, _ value: String) -> [UInt8] {
        let tail = " \(key)=\(value)\n"
        var length = tail.utf8.count
        while "\(length)".utf8.count + tail.utf8.count != length { length = "\(length)".utf8.count + tail.utf8.count }
        return Array("\(length)\(tail)".utf8)
    }
}
