internal import OutpostCore
internal import Testing

@Suite("Loopback addresses")
struct LoopbackHostTests {
    @Test(
        "Only the loopback's own addresses count",
        arguments: [
            ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("localhost", true),
            ("127.evil.test", false), ("127.0.0.1.evil.test", false), ("127.0.0.256", false), ("127.0.0", false),
            ("127.0.0.+1", false), ("0.0.0.0", false), ("10.0.0.1", false), ("", false),
        ]
    )
    func loopback(host: String, isLoopback: Bool) {
        #expect(LoopbackHost.contains(host) == isLoopback)
    }

    @Test(
        "A git credential travels in the clear to this machine and to the operator's own server alone",
        arguments: [
            ("https://forge.test/o/r", true), ("http://127.0.0.1:8080/o/r", true), ("http://localhost/o/r", true),
            ("http://git.lan:3000/o/r", true), ("http://git.lan/o/r", false), ("http://127.evil.test/o/r", false),
            ("http://forge.test/o/r", false),
        ]
    )
    func credential(url: String, mayTravel: Bool) throws {
        let server = try #require(GitServer(url: url))
        #expect(server.mayHaveCredential(base: GitServer(url: "http://git.lan:3000")) == mayTravel)
    }
}
