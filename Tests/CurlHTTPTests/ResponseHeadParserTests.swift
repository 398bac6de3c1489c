internal import Testing

@testable internal import CurlHTTP

@Suite("Parsing response heads")
struct ResponseHeadParserTests {
    private func outcomes(_ lines: String...) -> [ResponseHeadParser.Outcome] {
        var parser = ResponseHeadParser()
        return lines.map { parser.receive(line: Array($0.utf8)) }
    }

    @Test("ends with the empty line, not before")
    func complete() {
        let head = ResponseHead(status: 200, headers: ["A": "b c", "X": ""])
        let outcomes = outcomes("HTTP/1.1 200 OK\r\n", "A:  b c \r\n", "X:\r\n", "\r\n")
        #expect(outcomes == [.incomplete, .incomplete, .incomplete, .complete(head)])
    }

    @Test("skips interim heads")
    func interim() {
        let outcomes = outcomes(
            "HTTP/1.1 100 Continue\r\n",
            "\r\n",
            "HTTP/1.1 103 Early\r\n",
            "L: x\r\n",
            "\r\n",
            "HTTP/1.1 204\r\n",
            "\r\n"
        )
        #expect(outcomes.last == .complete(ResponseHead(status: 204, headers: [:])))
        #expect(outcomes.dropLast().allSatisfy { $0 == .incomplete })
    }

    @Test("takes 101 as final")
    func switching() {
        #expect(
            outcomes("HTTP/1.1 101 UPGRADED\r\n", "\r\n").last == .complete(ResponseHead(status: 101, headers: [:]))
        )
    }

    @Test("drops trailers")
    func trailers() {
        #expect(
            outcomes("HTTP/1.1 200 OK\r\n", "\r\n", "Checksum: 1\r\n", "\r\n").suffix(2) == [.incomplete, .incomplete]
        )
    }

    @Test("refuses a second response, which would be a request sent twice")
    func secondResponse() throws {
        let last = try #require(outcomes("HTTP/1.1 417 No\r\n", "\r\n", "HTTP/1.1 200 OK\r\n").last)
        guard case .refused = last else {
            Issue.record("\(last)")
            return
        }
    }

    @Test("refuses what is no status line", arguments: ["nonsense\r\n", "HTTP/1.1\r\n", "HTTP/1.1 abc OK\r\n", "\r\n"])
    func noStatus(line: String) {
        var parser = ResponseHeadParser()
        #expect(parser.receive(line: Array(line.utf8)) == .refused("no HTTP status line"))
    }

    @Test("refuses a head without end")
    func tooLarge() {
        var parser = ResponseHeadParser()
        _ = parser.receive(line: Array("HTTP/1.1 200 OK\r\n".utf8))
        let line = Array("A: ".utf8) + [UInt8](repeating: 0x61, count: 64 << 10)
        let outcomes = (0..<5).map { _ in parser.receive(line: line) }
        #expect(outcomes[0] == .incomplete)
        #expect(outcomes.last == .refused("the response head exceeds 262144 bytes"))
    }
}
