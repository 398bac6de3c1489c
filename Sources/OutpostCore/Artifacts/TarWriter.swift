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
        if name.utf8.count > 100 { addExtendedName(name) }
        appendHeader(name: String(name.suffix(100)), size: contents.count, mode: mode, type: UInt8(ascii: "0"))
        appendPadded(contents)
    }

    /// Appends the end marker and returns the archive.
    package consuming func finish() -> [UInt8] {
        bytes.append(contentsOf: [UInt8](repeating: 0, count: 1024))
        return bytes
    }

    private mutating func addExtendedName(_ name: String) {
        let tail = " path=\(name)\n"
        var length = tail.utf8.count
        while "\(length)".utf8.count + tail.utf8.count != length { length = "\(length)".utf8.count + tail.utf8.count }
        let record = Array("\(length)\(tail)".utf8)
        appendHeader(name: "pax", size: record.count, mode: 0o644, type: UInt8(ascii: "x"))
        appendPadded(record)
    }

    private mutating func appendHeader(name: String, size: Int, mode: Int, type: UInt8) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        func octal(_ value: Int, digits: Int) -> String {
            let text = String(value, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        put(String(decoding: name.utf8.suffix(100), as: UTF8.self), at: 0)
        put(octal(mode, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(0, digits: 11), at: 136)
        put("        ", at: 148)
        header[156] = type
        put("ustar", at: 257)
        put("00", at: 263)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
        bytes.append(contentsOf: header)
    }

    private mutating func appendPadded(_ contents: [UInt8]) {
        bytes.append(contentsOf: contents)
        let rest = contents.count % 512
        if rest > 0 { bytes.append(contentsOf: [UInt8](repeating: 0, count: 512 - rest)) }
    }
}
