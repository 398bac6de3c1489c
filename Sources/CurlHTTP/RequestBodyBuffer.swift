/// Bytes of a request body between the stream that makes them and libcurl, which takes them: a state machine.
struct RequestBodyBuffer {
    /// What libcurl gets when it asks.
    enum Supply: Equatable { case bytes(ArraySlice<UInt8>), paused, end }

    /// Bytes that may wait before the stream is asked for no more.
    static let highWaterMark = 128 << 10

    private let length: Int?
    private var waiting: ArraySlice<UInt8> = []
    private var received = 0
    private var isEnded = false
    private var isStarved = false

    init(length: Int?) {
        self.length = length
    }

    var hasRoom: Bool { waiting.count < Self.highWaterMark }

    /// Takes a chunk of the stream.
    ///
    /// - Returns: whether the upload is paused and must be resumed.
    mutating func append(_ chunk: [UInt8]) throws(BodyLengthMismatch) -> Bool {
        received += chunk.count
        if let length, received > length { throw BodyLengthMismatch(expected: length, actual: received) }
        if waiting.isEmpty { waiting = ArraySlice(chunk) } else { waiting.append(contentsOf: chunk) }
        return endStarvation()
    }

    /// Takes the end of the stream.
    ///
    /// - Returns: whether the upload is paused and must be resumed.
    mutating func end() throws(BodyLengthMismatch) -> Bool {
        if let length, received < length { throw BodyLengthMismatch(expected: length, actual: received) }
        isEnded = true
        return endStarvation()
    }

    /// Gives up to `count` bytes, or says that there are none yet.
    mutating func take(upTo count: Int) -> Supply {
        guard waiting.isEmpty else {
            let bytes = waiting.prefix(count)
            waiting = waiting.dropFirst(count)
            return .bytes(bytes)
        }
        if isEnded { return .end }
        isStarved = true
        return .paused
    }

    private mutating func endStarvation() -> Bool {
        defer { isStarved = false }
        return isStarved
    }
}
