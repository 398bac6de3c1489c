/// Tells quickly where no pattern begins, by its first four bytes; it is what a log without secrets costs.
struct StartFilter: Sendable {
    /// Bytes that it looks at.
    static let width = 4

    private static let bits = 17
    private var words = [UInt64](repeating: 0, count: 1 << (bits - 6))

    /// - Parameter pattern: at least ``width`` bytes.
    mutating func insert(_ pattern: some Sequence<UInt8>) {
        let slot = Self.slot(pattern.prefix(Self.width).reduce(0, Self.shifted))
        words[slot >> 6] |= 1 << UInt64(slot & 63)
    }

    /// The last four bytes of a text that goes on with one more; what is short of four bytes holds zeros, with which no
    /// pattern begins.
    @inline(__always)
    static func shifted(_ quad: UInt32, _ byte: UInt8) -> UInt32 { quad << 8 | UInt32(byte) }

    @inline(__always)
    private static func slot(_ quad: UInt32) -> Int {
        Int(truncatingIfNeeded: (quad &* 0x9E37_79B1) >> UInt32(32 - bits))
    }

    /// Reads on to where a pattern may have begun.
    ///
    /// - Parameters:
    ///   - bytes: what is read.
    ///   - position: where it goes on; set behind the first four bytes of what may be a pattern.
    ///   - quad: the four bytes before the position.
    /// - Returns: whether there is such a place; the position is the end otherwise.
    func advance(in bytes: Span<UInt8>, _ position: inout Int, _ quad: inout UInt32) -> Bool {
        let table = words.span
        var last = quad
        for index in position..<bytes.count {
            last = Self.shifted(last, bytes[index])
            let slot = Self.slot(last)
            if table[slot >> 6] & (1 << UInt64(slot & 63)) != 0 {
                (position, quad) = (index + 1, last)
                return true
            }
        }
        (position, quad) = (bytes.count, last)
        return false
    }
}
