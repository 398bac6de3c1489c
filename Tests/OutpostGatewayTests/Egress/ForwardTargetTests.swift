internal import OutpostCore
internal import Testing

@testable internal import OutpostGateway

@Suite("Targets of plain proxying")
struct ForwardTargetTests {
    @Test(
        "host, port and path are read from the URL",
        arguments: [
            ("http://deb.test/a?b=c#d", "deb.test", 80, "/a?b=c"), ("HTTP://Deb.Test:8080", "deb.test", 8080, "/"),
            ("http://deb.test?q", "deb.test", 80, "/?q"), ("http://[fd00::1]/x", "fd00::1", 80, "/x"),
            ("http://[fd00::1]:81/x", "fd00::1", 81, "/x"),
        ]
    )
    func reads(url: String, host: String, port: Int, path: String) throws {
        let target = try #require(ForwardTarget(url))
        #expect(target.rule == EgressRule(host: host, port: port))
        #expect(target.path == path)
    }

    @Test(
        "other schemes, users and broken ports are refused",
        arguments: [
            "https://a.test/", "ftp://a.test/", "http://user@a.test/", "http:///x", "http://a.test:0/",
            "http://a.test:x/",
            "http://a.test\\@b.test/", "a.test/x",
            "http://user@\u{301}a.test/",
        ]
    )
    func refuses(url: String) {
        #expect(ForwardTarget(url) == nil)
    }
}
