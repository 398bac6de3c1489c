internal import NIOCore

/// Takes pkt-lines, git's framing, off the beginning of a stream.
struct PacketReader {
    enum Packet: Equatable {
        /// `0000`: the end of a list.
        case flush
        case line([UInt8])
    }

    private(set) var unread = ByteBuffer()

    mutating func append(_ bytes: ByteBuffer) {
        var bytes = bytes
        unread.discardReadBytes()
        unread.writeBuffer(&bytes)
    }

    /// The next packet; nil while it is incomplete.
    ///
    /// - Throws: ``Refusal`` 400 for what is no pkt-line.
    mutating func next() throws -> Packet? {
        guard let digits = unread.getString(at: unread.readerIndex, length: 4) else { return nil }
        guard digits.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }), let length = Int(digits, radix: 16),
            length == 0 || length > 4
        else { throw Refusal.git(400, "what was pushed does not begin with a list of references") }
        guard length > 0 else {
            unread.moveReaderIndex(forwardBy: 4)
            return .flush
        }
        guard let bytes = unread.getBytes(at: unread.readerIndex + 4, length: length - 4) else { return nil }
        unread.moveReaderIndex(forwardBy: length)
        return .line(bytes)
    }
}
