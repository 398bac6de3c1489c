/// Tells quickly where no pattern begins, by its first four bytes; it is what a log without secrets costs.
struct StartFilter: Sendable {
    /// Bytes that it looks at.
    static let width = 4

    private static let bits = 17
    private var words = [UInt64](repeating: 0, count: 1 << (bits - 6))

    /// - Parameter pattern: at least ``width`` bytes.
    mutating func insert(_ pattern: some Sequence<UInt8>) {
        let quad = pattern.prefix(Self.width).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let slot = Self.slot(quad)
        words[slot >> 6] |= 1 << UInt64(slot & 63)
    }

    @inline(__always)
    private static func slot(_ quad: UInt32) -> Int {
        Int(truncatingIfNeeded: (quad &* 0x9E37_79B1) >> UInt32(32 - bits))
    }

    /// The first position from `start` on at which a pattern may begin; nil where none begins that has all its first
    /// bytes there.
    func next(in bytes: Span<UInt8>, from start: Int) -> Int? {
        let count = bytes.count
        guard start + Self.width <= count else { return nil }
        let table = words.span
        var quad = UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
        var end = start + 3
        while end < count {
            quad = quad << 8 | UInt32(bytes[end])
            let slot = Self.slot(quad)
            if table[slot >> 6] & (1 << UInt64(slot & 63)) != 0 { return end - 3 }
            end += 1
        }
        return nil
    }

    /// Whether a pattern, or `other`, may stand in a text; made for the many short lines in which there is none.
    func finds(_ text: String.UTF8View, or other: UInt8) -> Bool {
        let table = words.span
        // Short of four bytes it holds zeros, with which no pattern begins.
        var quad: UInt32 = 0
        var hits: UInt64 = 0
        for byte in text {
            quad = quad << 8 | UInt32(byte)
            let slot = Self.slot(quad)
            hits |= table[slot >> 6] >> UInt64(slot & 63) & 1
            hits |= byte == other ? 1 : 0
        }
        return hits != 0
    }
}
