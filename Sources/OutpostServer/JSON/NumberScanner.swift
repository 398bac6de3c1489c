internal import OutpostAPI

/// Reads one number of a JSON text.
struct NumberScanner {
    let bytes: [UInt8]
    var position: Int

    /// The number at the position, after which the position is behind it; nil when there is none.
    mutating func scan() -> JSONValue? {
        let start = position
        take(UInt8(ascii: "-"))
        // A number has no leading zeros.
        guard take(UInt8(ascii: "0")) || digits() else { return nil }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            guard digits() else { return nil }
            isWhole = false
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { take(UInt8(ascii: "-")) }
            guard digits() else { return nil }
            isWhole = false
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        guard let value = Double(text) else { return nil }
        // To JavaScript, and so to clients, 600.0 and 6e2 are whole numbers too.
        return Int(exactly: value).map { .integer($0) } ?? .number(value)
    }

    @discardableResult
    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func digits() -> Bool {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        return position > start
    }
}
