internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite("Rules for names and addresses")
struct NameRuleTests {
    @Test(
        "an egress rule is a host and a port",
        arguments: [
            ("example.com:443", "example.com", 443), ("EXAMPLE.com:1", "example.com", 1),
            ("10.0.0.1:65535", "10.0.0.1", 65_535), ("Example.com.:443", "example.com", 443),
            ("a_b.test:80", "a_b.test", 80),
        ]
    )
    func egress(text: String, host: String, port: Int) throws {
        let rule = try #require(EgressRule(text))
        #expect(rule == EgressRule(host: host, port: port))
        #expect(rule.host == host)
        #expect(rule.description == "\(host):\(port)")
    }

    @Test(
        "what is no host and port is no egress rule; there are no wildcards",
        arguments: [
            "", ":", ":80", "example.com", "example.com:", "example.com:0", "example.com:65536", "example.com:-1",
            "example.com:+80", "example.com:http", "exa mple.com:80", "https://example.com:443", "example.com/x:80",
            "*.example.com:443", "user@example.com:443", "[]:80", "a\u{0}b:80", "bücher.test:443",
            "a..b:80", ".a:80", "-x:80", "a:b:80", "[a.test]:80", "[fe80::1%eth0]:80", ".:80", "a.test..:80",
        ]
    )
    func noEgress(text: String) {
        #expect(EgressRule(text) == nil)
    }

    @Test(
        "a variable's name is a safe name for a file and a shell",
        arguments: [
            ("A", true), ("_a1", true), ("NPM_TOKEN", true), (String(repeating: "A", count: 128), true), ("", false),
            ("1A", false), ("A-B", false), ("A B", false), ("A=B", false), ("../A", false), ("Ä", false),
            ("A\n", false),
            (String(repeating: "A", count: 129), false),
        ]
    )
    func environmentName(name: String, isWellFormed: Bool) {
        #expect(EnvironmentName.isWellFormed(name) == isWellFormed)
        #expect(EnvironmentName.isAllowed(name) == isWellFormed)
    }

    @Test(
        "a variable that has a meaning already is not set, in either case",
        arguments: [
            "PATH", "Path", "HOME", "IFS", "ENV", "BASH_ENV", "LD_PRELOAD", "ld_preload", "http_proxy", "HTTPS_PROXY",
            "OUTPOST_MODEL", "outpost_x", "OUTPOST_",
        ]
    )
    func reservedName(name: String) {
        #expect(EnvironmentName.isWellFormed(name))
        #expect(!EnvironmentName.isAllowed(name))
    }

    @Test(
        "a provider's address is http or https with a host and nothing else",
        arguments: [
            ("https://api.test", true), ("http://127.0.0.1:11434", true), ("https://api.test/v1/", true),
            ("HTTPS://api.test", true), ("http://[::1]:80", true), ("", false), ("api.test", false),
            ("https://", false),
            ("https:///v1", false), ("ftp://api.test", false), ("file:///etc/passwd", false),
            ("https://user@api.test", false), ("https://user:pass@api.test", false), ("https://api.test?x=1", false),
            ("https://api.test#x", false), ("https://api .test", false), ("javascript:alert(1)", false),
        ]
    )
    func upstream(text: String, isValid: Bool) {
        #expect(UpstreamURL.isValid(text) == isValid)
    }

    @Test(
        "an address is normalised by its trailing slashes",
        arguments: [
            ("https://a.test", "https://a.test"), ("https://a.test/", "https://a.test"),
            ("https://a.test/v1//", "https://a.test/v1"),
        ]
    )
    func normalised(text: String, expected: String) {
        #expect(UpstreamURL.normalised(text) == expected)
    }

    @Test("a door's token matches itself only")
    func tokenMatch() {
        let token = DoorToken(value: "otk_abc")
        #expect(token.matches("otk_abc"))
        for other in ["", "otk_ab", "otk_abcd", "otk_abC", "OTK_abc", "otk_abc\n"] { #expect(!token.matches(other)) }
    }

    @Test("a container's name says whose it is and is the same again")
    func containerName() throws {
        let name = ContainerSpec.name(instance: InstanceID("ABCDEFGHIJK"), dispatch: try Samples.id(), attempt: 2)
        #expect(name == "outpost-abcdefgh-01arz3ndektsv4rrffq69g5fav-2")
    }

    @Test("tiers give the container what Outpost v2 gave")
    func tiers() {
        #expect(Tier.flagship.resources == Resources(cpuUnits: 2048, memoryMiB: 4096, pids: 512))
        #expect(Tier.balanced.resources == Resources(cpuUnits: 1024, memoryMiB: 2048, pids: 512))
        #expect(Tier.fast.resources == Resources(cpuUnits: 512, memoryMiB: 1024, pids: 512))
    }
}
