internal import Testing

@testable internal import CurlHTTP

@Suite("The buffer of a request body")
struct RequestBodyBufferTests {
    private func take(_ count: Int, from buffer: inout RequestBodyBuffer) -> RequestBodyBuffer.Supply {
        buffer.take(upTo: count)
    }

    @Test("gives bytes in order, in the sizes asked for")
    func order() throws {
        var buffer = RequestBodyBuffer(length: nil)
        _ = try buffer.append([1, 2, 3])
        #expect(take(2, from: &buffer) == .bytes([1, 2]))
        _ = try buffer.append([4])
        #expect(take(9, from: &buffer) == .bytes([3, 4]))
    }

    @Test("asks for a resumption exactly when the upload has been paused")
    func starvation() throws {
        var buffer = RequestBodyBuffer(length: nil)
        var resumptions = [try buffer.append([1])]
        _ = buffer.take(upTo: 1)
        #expect(take(1, from: &buffer) == .paused)
        resumptions += [try buffer.append([2]), try buffer.append([3])]
        _ = buffer.take(upTo: 2)
        #expect(take(1, from: &buffer) == .paused)
        resumptions.append(try buffer.end())
        #expect(take(1, from: &buffer) == .end)
        #expect(resumptions == [false, true, false, true])
    }

    @Test("has room until the high-water mark")
    func room() throws {
        var buffer = RequestBodyBuffer(length: nil)
        _ = try buffer.append([UInt8](repeating: 0, count: RequestBodyBuffer.highWaterMark))
        #expect(!buffer.hasRoom)
        _ = buffer.take(upTo: 1)
        #expect(buffer.hasRoom)
    }

    @Test("holds the stream to its announced length")
    func length() throws {
        #expect(throws: BodyLengthMismatch(expected: 2, actual: 3)) {
            var buffer = RequestBodyBuffer(length: 2)
            _ = try buffer.append([1, 2, 3])
        }
        #expect(throws: BodyLengthMismatch(expected: 2, actual: 1)) {
            var buffer = RequestBodyBuffer(length: 2)
            _ = try buffer.append([1])
            _ = try buffer.end()
        }
    }
}
