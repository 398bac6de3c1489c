internal import CurlHTTP
internal import Testing

@Suite("Header fields")
struct CurlHeadersTests {
    @Test("are found whatever the case of their name")
    func caseInsensitive() {
        let headers: CurlHeaders = ["Content-Type": "text/plain"]
        #expect(headers["content-TYPE"] == "text/plain")
        #expect(headers["Content-Typ"] == nil)
        // '@' and '`' differ by the bit that tells capitals from small letters.
        #expect(CurlHeaders([.init(name: "@", value: "1")])["`"] == nil)
    }

    @Test("keep order and duplicates")
    func order() {
        var headers: CurlHeaders = ["A": "1", "B": "2"]
        headers.add("a", "3")
        #expect(headers.map(\.name) == ["A", "B", "a"])
        #expect(headers.all("A") == ["1", "3"])
    }

    @Test("are replaced as a whole by set, and removed by nil")
    func replace() {
        var headers: CurlHeaders = ["A": "1", "B": "2", "a": "3"]
        headers.set("A", "4")
        #expect(headers.all("a") == ["4"])
        headers["a"] = nil
        #expect(headers.map(\.name) == ["B"])
    }
}
