/// Reads a tar that nobody vouches for, piece by piece, without touching a file system.
///
/// It understands ustar, PAX `path` and `size`, and GNU long names. Nothing is believed: header checksums are
/// verified, numbers are bounded, and the size of an entry is known to the caller before its first byte.
/// Feed it with ``consume(_:into:)`` and end with ``finish()``.
package struct TarReader {
    /// What the reader found.
    package enum Event: Sendable, Hashable {
        /// An entry begins.
        case entry(Entry)
        /// Bytes of the entry that began last.
        case data(ArraySlice<UInt8>)
        /// That entry is complete.
        case end
    }

    /// An entry's header.
    package struct Entry: Sendable, Hashable {
        /// The name as it stands in the archive, undecoded.
        package let name: [UInt8]
        /// What the entry is.
        package let kind: Kind
        /// Bytes that follow.
        package let size: Int
    }

    /// What an entry is.
    package enum Kind: Sendable, Hashable {
        case file, directory
        /// Symbolic and hard links.
        case link
        /// Devices, pipes, sparse files and whatever else there is.
        case other
    }

    /// Bytes of the longest PAX header or long name that is read.
    package static let maximumExtension = 64 << 10

    enum State {
        case header
        case body(remaining: Int, padding: Int)
        case extended(Character, remaining: Int, padding: Int)
        case padding(Int)
        case ended
    }

    var state = State.header
    var buffer: [UInt8] = []
    var extended = TarExtension()

    package init() {}

    /// Takes the next bytes and reports what they complete.
    ///
    /// - Throws: ``ArtifactRejection/malformed(_:)``, or what `body` throws.
    package mutating func consume(_ bytes: [UInt8], into body: (Event) throws -> Void) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch state {
            case .ended: return
            case .header:
                buffer += take(512 - buffer.count, from: &rest)
                if buffer.count == 512 { try readHeader(body) }
            case .body(let remaining, let padding):
                let piece = take(remaining, from: &rest)
                try body(.data(piece))
                state = .body(remaining: remaining - piece.count, padding: padding)
                if piece.count == remaining { try endEntry(padding, body) }
            case .extended(let type, let remaining, let padding):
                let piece = take(remaining, from: &rest)
                buffer += piece
                state = .extended(type, remaining: remaining - piece.count, padding: padding)
                if piece.count == remaining { try readExtension(type, padding) }
            case .padding(let count):
                let piece = take(count, from: &rest)
                state = piece.count == count ? .header : .padding(count - piece.count)
            }
        }
    }

    /// Says that no more bytes come.
    ///
    /// - Throws: ``ArtifactRejection/malformed(_:)`` when the archive's end marker was not seen.
    package func finish() throws(ArtifactRejection) {
        guard case .ended = state else { throw .malformed("the archive ends before its end marker") }
    }

    private func take(_ count: Int, from rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let piece = rest.prefix(count)
        rest = rest.dropFirst(piece.count)
        return piece
    }

    private mutating func endEntry(_ padding: Int, _ body: (Event) throws -> Void) rethrows {
        state = padding > 0 ? .padding(padding) : .header
        try body(.end)
    }
}
