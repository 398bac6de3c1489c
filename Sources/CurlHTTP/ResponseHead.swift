/// Status and header fields of a response.
struct ResponseHead: Sendable, Equatable {
    var status: Int
    var headers: CurlHeaders
}

/// Assembles response heads from the lines that libcurl hands over.
///
/// Interim heads (1xx but 101) are dropped. A complete head is told apart from a cut one by its empty line, since libcurl
/// reports success for both.
struct ResponseHeadParser {
    enum Outcome: Equatable {
        case incomplete
        case complete(ResponseHead)
        case refused(String)
    }

    private enum State {
        case statusLine
        case fields(ResponseHead)
        case finished
    }

    private var state = State.statusLine
    private var size = 0

    /// Whether any byte of any head has been seen.
    var hasBegun: Bool { size > 0 }

    static let sizeLimit = 256 << 10

    mutating func receive(line: [UInt8]) -> Outcome {
        size += line.count
        guard size <= Self.sizeLimit else { return .refused("the response head exceeds \(Self.sizeLimit) bytes") }
        let text = Self.trimmed(line)
        switch state {
        case .statusLine:
            return receive(statusLine: text)
        case .fields(let head):
            return receive(field: text, of: head)
        case .finished:
            // Trailers come here too. A status line would be a request that libcurl repeated behind our back.
            let isStatusLine = text.starts(with: Array("HTTP/".utf8))
            return isStatusLine ? .refused("a second response followed the first") : .incomplete
        }
    }

    private mutating func receive(statusLine: ArraySlice<UInt8>) -> Outcome {
        let words = statusLine.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard words.count >= 2, words[0].starts(with: Array("HTTP/".utf8)),
            let status = Int(String(decoding: words[1], as: UTF8.self)), (100...999).contains(status)
        else { return .refused("no HTTP status line") }
        state = .fields(ResponseHead(status: status, headers: [:]))
        return .incomplete
    }

    private mutating func receive(field: ArraySlice<UInt8>, of head: ResponseHead) -> Outcome {
        guard !field.isEmpty else {
            let isInterim = (100...199).contains(head.status) && head.status != 101
            state = isInterim ? .statusLine : .finished
            return isInterim ? .incomplete : .complete(head)
        }
        // A line without a colon has no meaning in HTTP; obsolete folding is not worth carrying on.
        guard let colon = field.firstIndex(of: UInt8(ascii: ":")) else { return .incomplete }
        var head = head
        head.headers.add(
            String(decoding: field[..<colon], as: UTF8.self),
            String(decoding: Self.trimmed(field[field.index(after: colon)...]), as: UTF8.self)
        )
        state = .fields(head)
        return .incomplete
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> ArraySlice<UInt8> {
        var slice = ArraySlice(bytes)
        while let last = slice.last, isSpace(last) { slice.removeLast() }
        while let first = slice.first, isSpace(first) { slice.removeFirst() }
        return slice
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }
}
