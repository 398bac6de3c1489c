internal import DockerEngine
internal import Testing

@Suite("Decoding streams")
struct StreamDecoderTests {
    private static func decode(_ parts: [ArraySlice<UInt8>]) throws -> [OutputFrame] {
        var decoder = MultiplexedStreamDecoder()
        var frames: [OutputFrame] = []
        for part in parts { frames += try decoder.append(Array(part)) }
        try decoder.finish()
        return frames
    }

    @Test("Frames come out the same wherever the bytes are cut")
    func everySplit() throws {
        let bytes = frame(1, "hello\n") + frame(2, "é") + frame(1, "") + frame(0, "in") + frame(1, "end")
        let expected = [
            OutputFrame(stream: .stdout, bytes: Array("hello\n".utf8)),
            OutputFrame(stream: .stderr, bytes: Array("é".utf8)),
            OutputFrame(stream: .stdout, bytes: Array("in".utf8)),
            OutputFrame(stream: .stdout, bytes: Array("end".utf8)),
        ]
        #expect(try Self.decode(bytes.map { [$0] }) == expected)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                #expect(try Self.decode([bytes[..<first], bytes[first..<second], bytes[second...]]) == expected)
            }
        }
    }

    @Test("Every end inside a frame is noticed")
    func everyCut() throws {
        let bytes = frame(1, "hello")
        for end in 1..<bytes.count {
            #expect(throws: DockerError.self) { try Self.decode([bytes[..<end]]) }
        }
    }

    @Test(
        "Bytes that are no frames are refused",
        arguments: [
            Array("plain text of a terminal".utf8), [4, 0, 0, 0, 0, 0, 0, 1, 65], [1, 0, 0, 1, 0, 0, 0, 1, 65],
            [1, 0, 0, 0, 0xFF, 0, 0, 0, 65],
        ]
    )
    func noFrames(bytes: [UInt8]) {
        #expect(throws: DockerError.self) { try Self.decode([bytes[...]]) }
    }

    @Test("A frame of 64 KiB passes in one piece")
    func longFrame() throws {
        let text = String(repeating: "x", count: 65_536)
        #expect(try Self.decode([frame(2, text)[...]]).map(\.bytes.count) == [65_536])
    }

    @Test("JSON objects come out the same wherever the bytes are cut")
    func everyJSONSplit() throws {
        let bytes = Array("{\"a\":1}\r\n\n{\"b\":\"é\"}\n{\"c\":3}".utf8)
        let expected = ["{\"a\":1}\r", "{\"b\":\"é\"}", "{\"c\":3}"]
        for first in 0...bytes.count {
            for second in first...bytes.count {
                var lines = JSONLines()
                var objects = try lines.append(Array(bytes[..<first]))
                objects += try lines.append(Array(bytes[first..<second]))
                objects += try lines.append(Array(bytes[second...]))
                objects += lines.finish()
                #expect(objects.map { String(decoding: $0, as: UTF8.self) } == expected)
            }
        }
    }

    @Test("A message without an end is refused before it fills the memory")
    func endlessMessage() throws {
        var lines = JSONLines()
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<4 { _ = try lines.append(chunk) }
        #expect(throws: DockerError.self) { try lines.append(chunk) }
    }
}
