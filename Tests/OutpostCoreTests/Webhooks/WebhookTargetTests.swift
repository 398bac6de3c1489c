internal import OutpostCore
internal import Testing

@Suite("The URL of a webhook")
struct WebhookTargetTests {
    private static let opened: Set<EgressRule> = [
        EgressRule(host: "hooks.lan", port: 8080), EgressRule(host: "::1", port: 443),
    ]

    @Test(
        "is https, or what the operator opened",
        arguments: [
            ("https://hooks.test", "hooks.test:443", false),
            ("https://hooks.test:8443/a?b=c%20d", "hooks.test:8443", false),
            ("HTTPS://Hooks.Test/", "hooks.test:443", false), ("https://hooks.lan/", "hooks.lan:443", false),
            ("https://10.0.0.1/", "10.0.0.1:443", false), ("http://hooks.lan:8080/x", "hooks.lan:8080", true),
            ("https://[::1]/", "[::1]:443", true),
        ]
    )
    func good(url: String, rule: String, isPrivate: Bool) throws {
        let target = try WebhookTarget(url, privateHosts: Self.opened)
        #expect("\(target.rule)" == rule)
        #expect(target.isPrivate == isPrivate)
        #expect(target.url == url)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "hooks.test", "http://hooks.test/", "http://hooks.lan/", "http://hooks.lan:8081/", "ftp://hooks.test/",
            "file:///etc/passwd", "https://", "https:///a", "https://user@hooks.test/", "https://u:p@hooks.test/",
            "https://hooks.test/#part", "https://hooks.test:0/", "https://hooks.test:70000/", "https://hooks.test./",
            "https://hooks.test\\@10.0.0.1/", "https://hooks.test/a b", "https://hooks.test/\r\nX: y",
            "https://höoks.test/", "https://-x.test/", "https://" + String(repeating: "a", count: 2048) + ".test/",
        ]
    )
    func bad(url: String) {
        #expect(throws: WebhookFailure.self) { try WebhookTarget(url, privateHosts: Self.opened) }
    }
}
