internal import Testing

@testable internal import outpost

@Suite("Server-sent events, taken apart")
struct EventParserTests {
    private static let text =
        "retry: 3000\n\n: keep-alive\n\nevent: log\nid: a\ndata: {\"x\":\"ü\"}\n\nevent:end\r\nid:b\r\ndata:1\r\ndata: 2\r\n\r\nevent: log\nid: c\ndata: cut"
    private static let events = [
        EventParser.Event(name: "log", id: "a", data: #"{"x":"ü"}"#),
        EventParser.Event(name: "end", id: "b", data: "1\n2"),
    ]

    @Test(
        "are the same however their bytes are cut, and one that is not complete is none",
        arguments: [1, 2, 3, 7, 1000]
    )
    func pieces(size: Int) {
        var parser = EventParser()
        var found: [EventParser.Event] = []
        var bytes = Array(Self.text.utf8)[...]
        while !bytes.isEmpty {
            found += parser.take(Array(bytes.prefix(size)))
            bytes = bytes.dropFirst(size)
        }
        #expect(found == Self.events)
    }
}
