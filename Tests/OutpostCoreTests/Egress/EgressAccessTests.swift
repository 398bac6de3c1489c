internal import OutpostCore
internal import Testing

@Suite("What a door lets through")
struct EgressAccessTests {
    private static func rule(_ text: String) throws -> EgressRule { try #require(EgressRule(text)) }
    private static func pattern(_ text: String) throws -> EgressPattern { try #require(EgressPattern(text)) }

    @Test(
        "a pattern means its host, or every name below its domain, on its port",
        arguments: [
            ("a.test:443", "a.test:443", true), ("a.test:443", "A.TEST.:443", true), ("a.test:443", "a.test:80", false),
            ("a.test:443", "b.a.test:443", false), ("*.a.test:443", "b.a.test:443", true),
            ("*.a.test:443", "c.b.a.test:443", true), ("*.a.test:443", "a.test:443", false),
            ("*.a.test:443", "xa.test:443", false), ("*.a.test:443", "a.test.evil.test:443", false),
            ("*.a.test:443", "b.a.test:80", false), ("*.A.Test:443", "B.a.test:443", true),
        ]
    )
    func matches(pattern: String, asked: String, expected: Bool) throws {
        #expect(try Self.pattern(pattern).matches(Self.rule(asked)) == expected)
    }

    @Test(
        "what would be most of the Internet, or an address, is no wildcard",
        arguments: ["*:443", "*.com:443", "*.:443", "a.*.test:443", "*a.test:443", "**.a.test:443", "*.10.0.0.1:443"]
    )
    func malformed(text: String) {
        #expect(EgressPattern(text) == nil)
    }

    @Test("a policy lets through what it names, and what it closes stays closed")
    func policy() throws {
        let access = EgressAccess(
            allowed: [try Self.pattern("*.a.test:443"), try Self.pattern("192.0.2.1:443")],
            denied: [try Self.pattern("bad.a.test:443")],
            privateHosts: [try Self.rule("git.lan:3000")]
        )
        #expect(access.refusal(of: try Self.rule("b.a.test:443")) == nil)
        #expect(access.refusal(of: try Self.rule("192.0.2.1:443")) == nil)
        #expect(access.refusal(of: try Self.rule("git.lan:3000")) == nil)
        #expect(access.refusal(of: try Self.rule("bad.a.test:443")) == .denied)
        #expect(access.refusal(of: try Self.rule("git.lan:3001")) == .notListed)
        #expect(access.refusal(of: try Self.rule("other.test:443")) == .notListed)
        #expect(EgressAccess.closed.refusal(of: try Self.rule("b.a.test:443")) == .noEgress)
    }

    @Test(
        "learn and internet let through names, and addresses in no form",
        arguments: [EgressMode.learn, .internet],
        ["1.2.3.4:443", "[2606:4700::1111]:443", "2130706433:80", "127.1:80", "0x7f000001:80", "1.2.3.0x4:80"]
    )
    func names(mode: EgressMode, literal: String) throws {
        let access = EgressAccess(mode: mode, denied: [try Self.pattern("bad.test:443")])
        #expect(access.refusal(of: try Self.rule("any.test:8443")) == nil)
        #expect(access.refusal(of: try Self.rule("bad.test:443")) == .denied)
        #expect(access.refusal(of: try Self.rule(literal)) == .literalAddress)
    }

    @Test("a request narrows a policy and never widens it")
    func narrowing() {
        #expect(EgressMode.learn.narrowed(to: .policy) == .policy)
        #expect(EgressMode.policy.narrowed(to: .internet) == .policy)
        #expect(EgressMode.policy.narrowed(to: nil) == .policy)
        #expect(EgressPolicy(mode: .internet).access(presets: EgressPresets(), requested: EgressMode.none).isClosed)
        let manifest = [EgressRule(host: "a.test", port: 1)]
        #expect(
            EgressPolicy().access(presets: EgressPresets(), manifest: manifest, requested: EgressMode.none) == .closed
        )
        #expect(EgressPolicy(mode: EgressMode.none).access(presets: EgressPresets(), requested: .policy).isClosed)
    }

    @Test("hosts in place of a model's route are open to a request that narrows, but for what the policy closes")
    func direct() throws {
        let hosts = try ["api.test:443", "lan.test:443", "bad.test:443"].map(Self.rule)
        var policy = EgressPolicy(
            hosts: [
                "lan.test:443": .allowPrivate, "bad.test:443": .deny, "more.test:443": .allow, "x.lan:1": .allowPrivate,
            ]
        )
        let access = policy.access(presets: EgressPresets(), requested: EgressMode.none, direct: hosts)
        #expect(access.mode == .policy)
        #expect(access.refusal(of: hosts[0]) == nil)
        #expect(access.refusal(of: hosts[1]) == nil)
        #expect(access.privateHosts == [hosts[1]])
        #expect(access.refusal(of: hosts[2]) == .denied)
        #expect(access.refusal(of: try Self.rule("more.test:443")) == .notListed)
        #expect(access.refusal(of: try Self.rule("x.lan:1")) == .notListed)
        let open = EgressPolicy().access(presets: EgressPresets(), direct: [hosts[0]])
        #expect(open.refusal(of: hosts[0]) == nil)
        policy.mode = EgressMode.none
        #expect(policy.access(presets: EgressPresets(), direct: hosts) == .closed)
    }

    @Test(
        "a URL names its host and port",
        arguments: [
            ("https://a.test", "a.test:443"), ("http://a.test/x", "a.test:80"), ("http://A.test:81", "a.test:81"),
            ("http://[::1]:8", "[::1]:8"), ("ftp://a.test", nil), ("a.test", nil),
        ]
    )
    func url(text: String, expected: String?) {
        #expect(EgressRule(url: text)?.description == expected)
    }

    @Test("a closer policy comes before the one for all, line by line")
    func layers() throws {
        let presets = try EgressPresets(
            yaml: "on: { summary: x, default: true, hosts: [on.test:1] }\noff: { summary: x, hosts: [off.test:1] }"
        )
        let shared = EgressPolicy(presets: ["off": true], hosts: ["a.test:1": .deny, "b.test:1": .allow])
        let own = EgressPolicy(mode: .learn, presets: ["on": false], hosts: ["a.test:1": .allow])
        let access = shared.overlaid(with: own).access(
            presets: presets,
            manifest: [EgressRule(host: "own.test", port: 1)]
        )
        #expect(access.mode == .learn)
        #expect(access.allowed.map(\.description) == ["own.test:1", "off.test:1", "a.test:1", "b.test:1"])
        #expect(access.denied.isEmpty)
    }
}
