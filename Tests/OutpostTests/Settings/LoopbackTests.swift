internal import Testing

@testable internal import outpost

@Suite("Loopback addresses")
struct LoopbackTests {
    @Test(
        "Only the loopback's own addresses count",
        arguments: [
            ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("localhost", true),
            ("127.evil.test", false), ("127.0.0.1.evil.test", false), ("127.0.0.256", false), ("127.0.0", false),
            ("127.0.0.+1", false), ("0.0.0.0", false), ("10.0.0.1", false), ("", false),
        ]
    )
    func loopback(host: String, isLoopback: Bool) {
        #expect(ServeSettings.isLoopback(host) == isLoopback)
    }
}
