internal import NIOCore
internal import NIOHTTP1

/// Takes the head of a CGI program's answer off its output.
struct CGIHeadParser {
    /// The status, 200 unless the program says otherwise, and the headers.
    struct Head: Equatable {
        var status: Int
        var headers: HTTPHeaders
    }

    private static let limit = 16 << 10
    private var kept = ByteBuffer()

    /// Reads on; nil while the head is incomplete.
    ///
    /// Once it is complete `bytes` holds what follows it.
    ///
    /// - Throws: ``Refusal`` 500 for a head that is too long or makes no sense.
    mutating func read(_ bytes: inout ByteBuffer) throws -> Head? {
        kept.writeBuffer(&bytes)
        guard let end = endOfHead() else {
            guard kept.readableBytes <= Self.limit else { throw Self.malformed }
            return nil
        }
        let text = kept.readString(length: end) ?? ""
        bytes = kept
        kept = ByteBuffer()
        return try Self.parse(text)
    }

    /// Bytes up to and including the empty line.
    private func endOfHead() -> Int? {
        let view = kept.readableBytesView
        var lineLength = 0
        for (offset, byte) in view.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                if lineLength == 0 { return offset + 1 }
                lineLength = 0
            case UInt8(ascii: "\r"):
                continue
            default:
                lineLength += 1
            }
        }
        return nil
    }

    private static func parse(_ text: String) throws -> Head {
        var head = Head(status: 200, headers: [:])
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { throw malformed }
            let name = String(line[..<colon])
            let value = String(line[line.index(after: colon)...].drop(while: { $0 == " " }))
            if name.lowercased() == "status" {
                guard let status = Int(value.prefix(3)), (200..<600).contains(status) else { throw malformed }
                head.status = status
            } else {
                head.headers.add(name: name, value: value)
            }
        }
        return head
    }

    private static let malformed = Refusal(500, "INTERNAL", "the program behind this route gave no sense")
}
