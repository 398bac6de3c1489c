/// What PAX headers and GNU long names say of the entry that follows them.
struct TarExtension {
    var name: [UInt8]?
    var size: Int?
}

extension TarReader {
    mutating func readHeader(_ body: (Event) throws -> Void) throws {
        let header = buffer
        buffer.removeAll(keepingCapacity: true)
        guard header.contains(where: { $0 != 0 }) else {
            state = .ended
            return
        }
        try Self.verifyChecksum(header)
        let stated = try Self.number(header[124..<136], "size")
        let type = Character(UnicodeScalar(header[156]))
        if "xgLK".contains(type) { return try beginExtension(type, size: stated) }
        let size = extended.size ?? stated
        let name = extended.name ?? Self.name(header)
        extended = TarExtension()
        let kind = Self.kind(type, name)
        guard kind == .file || size == 0 || kind == .other else {
            throw ArtifactRejection.malformed("an entry that is no file has a size")
        }
        try body(.entry(Entry(name: name, kind: kind, size: size)))
        state = .body(remaining: size, padding: Self.padding(size))
        guard size == 0 else { return }
        state = .header
        try body(.end)
    }

    mutating func readExtension(_ type: Character, _ padding: Int) throws {
        let contents = buffer
        buffer.removeAll(keepingCapacity: true)
        state = padding > 0 ? .padding(padding) : .header
        switch type {
        case "L": extended.name = contents.prefix { $0 != 0 } + []
        case "x": try readRecords(contents)
        default: break
        }
    }

    private mutating func beginExtension(_ type: Character, size: Int) throws {
        guard size <= Self.maximumExtension else {
            throw ArtifactRejection.malformed("an extended header of \(size) bytes")
        }
        guard size > 0 else { return state = .header }
        state = .extended(type, remaining: size, padding: Self.padding(size))
    }

    /// PAX records are `<length> <key>=<value>\n`, the length counting itself.
    private mutating func readRecords(_ contents: [UInt8]) throws {
        var rest = contents[...]
        while !rest.isEmpty {
            guard let space = rest.firstIndex(of: UInt8(ascii: " ")),
                let length = Int(String(decoding: rest[rest.startIndex..<space], as: UTF8.self)),
                length > space - rest.startIndex + 1, length <= rest.count,
                rest[rest.startIndex + length - 1] == UInt8(ascii: "\n")
            else { throw ArtifactRejection.malformed("an extended header that cannot be read") }
            let record = rest[(space + 1)..<(rest.startIndex + length - 1)]
            rest = rest[(rest.startIndex + length)...]
            guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = String(decoding: record[..<equals], as: UTF8.self)
            let value = record[(equals + 1)...]
            if key == "path" { extended.name = Array(value) }
            if key == "size" {
                guard let size = Int(String(decoding: value, as: UTF8.self)), size >= 0 else {
                    throw ArtifactRejection.malformed("an extended size that is no number")
                }
                extended.size = size
            }
            if key.hasPrefix("GNU.sparse") { throw ArtifactRejection.malformed("a sparse file") }
        }
    }

    private static func verifyChecksum(_ header: [UInt8]) throws {
        let stated = try number(header[148..<156], "checksum")
        let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        guard stated == sum else { throw ArtifactRejection.malformed("a header whose checksum is wrong") }
    }

    private static func number(_ field: ArraySlice<UInt8>, _ what: String) throws -> Int {
        let digits = field.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
        guard !digits.isEmpty else { return 0 }
        guard let value = Int(String(decoding: digits, as: UTF8.self), radix: 8), value >= 0 else {
            throw ArtifactRejection.malformed("a \(what) that is no octal number")
        }
        return value
    }

    private static func name(_ header: [UInt8]) -> [UInt8] {
        let name = header[0..<100].prefix { $0 != 0 }
        let isUstar = header[257..<262].elementsEqual("ustar".utf8)
        let prefix = isUstar && header[262] == 0 ? header[345..<500].prefix { $0 != 0 } : []
        return prefix.isEmpty ? Array(name) : Array(prefix) + [UInt8(ascii: "/")] + name
    }

    private static func kind(_ type: Character, _ name: [UInt8]) -> Kind {
        switch type {
        case "0", "\0", "7": name.last == UInt8(ascii: "/") ? .directory : .file
        case "5": .directory
        case "1", "2": .link
        default: .other
        }
    }

    private static func padding(_ size: Int) -> Int {
        (512 - size % 512) % 512
    }
}
