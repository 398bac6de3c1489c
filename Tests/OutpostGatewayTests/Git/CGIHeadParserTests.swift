internal import NIOCore
internal import NIOHTTP1
internal import Testing

@testable internal import OutpostGateway

@Suite("The head of a CGI answer")
struct CGIHeadParserTests {
    @Test("status and headers are taken off and the body stays, wherever the output is cut", arguments: [1, 5, 1000])
    func parses(size: Int) throws {
        var parser = CGIHeadParser()
        var rest = Array("Status: 404 Not Found\r\nContent-Type: text/plain\r\nX-A:b:c\r\n\r\nbody\n\nmore".utf8)[...]
        var head: CGIHeadParser.Head?
        var body = ""
        while !rest.isEmpty {
            var piece = ByteBuffer(bytes: rest.prefix(size))
            rest = rest.dropFirst(size)
            if head == nil { head = try parser.read(&piece) }
            body += String(buffer: piece)
        }
        #expect(head?.status == 404)
        #expect(head?.headers == ["Content-Type": "text/plain", "X-A": "b:c"])
        #expect(body == "body\n\nmore")
    }

    @Test("without a status it is 200, and lines may end without a carriage return")
    func plain() throws {
        var parser = CGIHeadParser()
        var bytes = ByteBuffer(string: "Expires: now\n\nx")
        #expect(try parser.read(&bytes) == CGIHeadParser.Head(status: 200, headers: ["Expires": "now"]))
        #expect(String(buffer: bytes) == "x")
    }

    @Test("what is no head is an error", arguments: ["no colon\n\n", "Status: x\n\n", "Status: 99\n\n"])
    func malformed(text: String) {
        var parser = CGIHeadParser()
        var bytes = ByteBuffer(string: text)
        #expect(throws: Refusal.self) { try parser.read(&bytes) }
    }

    @Test("a head without an end is given up")
    func endless() {
        var parser = CGIHeadParser()
        var bytes = ByteBuffer(repeating: UInt8(ascii: "x"), count: 17 << 10)
        #expect(throws: Refusal.self) { try parser.read(&bytes) }
    }
}
