internal import OutpostDocker
internal import Testing

@testable internal import outpost

@Suite("The judgement of proxies")
struct ProxyJudgeTests {
    private func findings(_ ours: [String: String], engine: [String: String]? = nil) -> [PreflightFinding] {
        ProxyJudge(environment: ours, engine: engine).findings
    }

    @Test("says which there are where nothing is wrong, without their passwords")
    func good() {
        #expect(findings([:]).map(\.text) == ["none"])
        let url = "http://user:word" + "@proxy.test:3128"
        let found = findings(["HTTPS_PROXY": url], engine: ["HTTPS_PROXY": url])
        #expect(found.map(\.level) == [.ok])
        #expect(found.first?.text == "HTTPS_PROXY http://…@proxy.test:3128")
    }

    @Test("a URL that is none", arguments: ["http://", "http://proxy:port", "ftp://proxy:1", "'http://proxy:1'"])
    func malformed(url: String) {
        let found = findings(["HTTPS_PROXY": url])
        #expect(found.map(\.level) == [.error], "\(found)")
        #expect(found.first?.advice == "export HTTPS_PROXY=http://proxy.example.com:3128")
    }

    @Test("one that is reached over TLS or SOCKS", arguments: ["https://proxy.test:3129", "socks5://proxy.test:1080"])
    func scheme(url: String) {
        let found = findings(["https_proxy": url])
        #expect(found.map(\.level) == [.warning])
        #expect(found.first?.text.contains("egress policies") == true)
    }

    @Test("two spellings that differ, and what NO_PROXY cannot mean")
    func variables() {
        let differing = findings(["HTTP_PROXY": "http://a:1", "http_proxy": "http://b:1"])
        #expect(differing.map(\.level) == [.note])
        #expect(findings(["NO_PROXY": "localhost,http://internal.test"]).map(\.level) == [.warning])
        #expect(findings(["NO_PROXY": "localhost,10.0.0.0/8"]).map(\.level) == [.note])
    }

    @Test("an engine with a proxy that is none, or without the one that we need")
    func engine() {
        let broken = findings([:], engine: ["HTTP_PROXY": "http://"])
        #expect(broken.map(\.level) == [.error])
        #expect(broken.first?.advice?.contains("daemon.json") == true)
        let alone = findings(["HTTPS_PROXY": "http://proxy.test:3128"], engine: [:])
        #expect(alone.map(\.level) == [.note])
        #expect(alone.first?.advice?.contains("http://proxy.test:3128") == true)
    }
}
