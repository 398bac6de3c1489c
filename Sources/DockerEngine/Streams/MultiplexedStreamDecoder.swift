/// Takes apart the framing of attach and logs for containers without a terminal.
///
/// A frame is `[stream][0 0 0][length, 4 bytes, big endian][payload]`. The bytes may arrive cut anywhere; frames come out
/// whole, because with timestamps every frame begins with one.
package struct MultiplexedStreamDecoder: Sendable {
    /// The largest payload that is believed; engines cut at 8 to 32 KiB, so anything beyond is not this framing.
    package static let longestFrame = 8 << 20

    private var buffer: [UInt8] = []

    /// Creates a decoder at the beginning of a stream.
    package init() {}

    /// Takes the next bytes and returns the frames that they complete.
    ///
    /// - Throws: `DockerError.stream` for the engine's own report of a failure inside the stream, `.unavailable(.lost, …)`
    ///   for bytes that are not frames.
    package mutating func append(_ bytes: [UInt8]) throws(DockerError) -> [OutputFrame] {
        buffer.append(contentsOf: bytes)
        var frames: [OutputFrame] = []
        var position = 0
        while buffer.count - position >= 8 {
            let length = try payloadLength(at: position)
            guard buffer.count - position - 8 >= length else { break }
            let payload = Array(buffer[(position + 8)..<(position + 8 + length)])
            if buffer[position] == 3 {
                throw .stream(String(decoding: payload, as: UTF8.self))
            }
            let stream: OutputStream = buffer[position] == 2 ? .stderr : .stdout
            if length > 0 { frames.append(OutputFrame(stream: stream, bytes: payload)) }
            position += 8 + length
        }
        buffer.removeFirst(position)
        return frames
    }

    /// Tells whether the stream may end here.
    ///
    /// - Throws: `DockerError.unavailable(.lost, …)` inside a frame.
    package func finish() throws(DockerError) {
        guard buffer.isEmpty else { throw .unavailable(.lost, "the output ended inside a frame") }
    }

    private func payloadLength(at position: Int) throws(DockerError) -> Int {
        let header = buffer[position..<(position + 8)]
        var length = 0
        for byte in header.suffix(4) { length = length << 8 | Int(byte) }
        guard buffer[position] <= 3, header.dropFirst().prefix(3).allSatisfy({ $0 == 0 }), length <= Self.longestFrame
        else { throw .unavailable(.lost, "the output is not framed; does the container have a terminal?") }
        return length
    }
}
