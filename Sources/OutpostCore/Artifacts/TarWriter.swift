/// Writes a POSIX (ustar) tar whose bytes depend on its contents only: no owner, no clock.
///
/// Names longer than ustar's 100 bytes get a PAX header. Directories are implied; readers make them.
package struct TarWriter {
    private var bytes: [UInt8] = []

    package init() {}

    /// Appends a regular file.
    ///
    /// - Parameters:
    ///   - name: relative path with `/`.
    ///   - contents: the file.
    ///   - mode: permission bits.
    package mutating func add(_ name: String, contents: [UInt8], mode: Int = 0o644) {
        bytes += Self.header(name, size: contents.count, mode: mode)
        bytes += contents
        bytes += Self.padding(after: contents.count)
    }

    /// Appends the end marker and returns the archive.
    package consuming func finish() -> [UInt8] {
        bytes += Self.endMarker
        return bytes
    }
}

/// The pieces of an archive that is never whole in memory.
extension TarWriter {
    /// What ends an archive.
    package static let endMarker = [UInt8](repeating: 0, count: 1024)

    /// What stands before a regular file's bytes.
    ///
    /// - Parameters:
    ///   - name: relative path with `/`.
    ///   - size: bytes of the file, less than 8 GiB.
    ///   - mode: permission bits.
    ///   - modifiedAt: seconds since 1970.
    /// - Returns: whole blocks of 512 bytes.
    package static func header(_ name: String, size: Int, mode: Int = 0o644, modifiedAt: Int = 0) -> [UInt8] {
        var extended: [UInt8] = []
        if name.utf8.count > 100 {
            let record = pathRecord(name)
            extended = block("pax", size: record.count, mode: 0o644, type: "x", modifiedAt: modifiedAt)
            extended += record + padding(after: record.count)
        }
        return extended + block(name, size: size, mode: mode, type: "0", modifiedAt: modifiedAt)
    }

    /// What stands after a file's bytes.
    package static func padding(after size: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (512 - size % 512) % 512)
    }

    private static func pathRecord(_ name: String) -> [UInt8] {
        let tail = " path=\(name)\n"
        var length = tail.utf8.count
        while "\(length)".utf8.count + tail.utf8.count != length { length = "\(length)".utf8.count + tail.utf8.count }
        return Array("\(length)\(tail)".utf8)
    }

    private static func block(
        _ name: String,
        size: Int,
        mode: Int,
        type: Unicode.Scalar,
        modifiedAt: Int
    ) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        func octal(_ value: Int, digits: Int) -> String {
            let text = String(value, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        // A long name is cut at a whole character; its PAX header has all of it.
        var name = name.suffix(100)
        while name.utf8.count > 100 { name.removeFirst() }
        put(String(name), at: 0)
        put(octal(mode, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(max(0, modifiedAt), digits: 11), at: 136)
        put("        ", at: 148)
        header[156] = UInt8(ascii: type)
        put("ustar", at: 257)
        put("00", at: 263)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
        return header
    }
}
