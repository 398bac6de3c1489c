internal import OutpostCore
internal import Testing

@testable internal import OutpostGateway

@Suite("The provider's URL")
struct ModelURLTests {
    @Test(
        "paths that no reading takes out of the base are kept as they are",
        arguments: [
            "", "/", "/v1/messages", "/v1/models/meta-llama%2FLlama-3", "/v1beta/models/gemini-2.5-pro:generateContent",
            "/v1/files/", "/v1/a%20b", "/v1/...", "/v1/.hidden", "/v1/%25",
        ]
    )
    func kept(path: String) throws {
        #expect(ModelURL.isContained(path))
        let url = try ModelURL.make(base: "https://p.example/api", path: path, query: nil, dialect: .chat, token: "otk")
        #expect(url == "https://p.example/api\(path)")
    }

    @Test(
        "paths that some reading takes out of the base are refused",
        arguments: [
            "/..", "/../x", "/v1/../../x", "/v1/%2e%2e/x", "/v1/%2E./x", "/v1/.%2e/x", "/v1/%252e%252e/x", "/./x",
            "//evil.example/x", "/v1//x", "/v1/%2f/x", "/v1/%2f..%2fx", "/v1/..%2fx", "/v1\\..\\x", "/v1/%5c..%5cx",
            "/v1/%00", "/v1/%0d%0ax", "/v1/..;/x", "/v1#x", "/v1/%25252525252e",
            "/v1/%2e%2e%2f%cc%81x", "/v1/..;%cc%81/x",
        ]
    )
    func refused(path: String) {
        #expect(!ModelURL.isContained(path))
        #expect(throws: Refusal.self) {
            try ModelURL.make(base: "https://p.example", path: path, query: nil, dialect: .chat, token: "otk")
        }
    }

    @Test("a query keeps its spelling, without what carries the door's token")
    func query() throws {
        let url = try ModelURL.make(
            base: "http://p",
            path: "/v1",
            query: "a=%2f&b&key=mine&c=otk_t&d=%6ftk_t&e=",
            dialect: .chat,
            token: "otk_t"
        )
        #expect(url == "http://p/v1?a=%2f&b&key=mine&e=")
    }
}
