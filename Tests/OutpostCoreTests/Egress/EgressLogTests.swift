internal import OutpostCore
internal import Testing

@Suite("The record of where a container wanted to go")
struct EgressLogTests {
    private let advice = EgressAdvice.tenant("acme")

    @Test("counts each host once, with why it was refused and what opens it")
    func counts() throws {
        var log = EgressLog()
        let (open, closed) = (EgressRule(host: "a.test", port: 443), EgressRule(host: "b.test", port: 80))
        for _ in 0..<3 { log.record(EgressDecision(open, .reached), access: EgressAccess(), advice: advice) }
        log.record(EgressDecision(open, .failed), access: EgressAccess(), advice: advice)
        log.record(EgressDecision(closed, .refused(.notListed)), access: EgressAccess(), advice: advice)
        let report = try #require(log.report(access: EgressAccess(mode: .policy), isPartial: false, advice: advice))
        #expect(report.hosts.map(\.host) == ["a.test:443", "b.test:80"])
        #expect(report.hosts[0].allowed == 3)
        #expect(report.hosts[0].failed == 1)
        #expect(report.hosts[0].allowWith == nil)
        #expect(report.hosts[1].reason == .notListed)
        #expect(report.hosts[1].allowWith == "outpost egress allow b.test:80 --tenant acme")
        #expect(!report.weaker)
        #expect(report.proposal == nil)
    }

    @Test("is bounded, whatever a container asks for")
    func bounded() throws {
        var log = EgressLog()
        for number in 0..<5000 {
            log.record(
                EgressDecision(EgressRule(host: "h\(number).test", port: 1), .failed),
                access: EgressAccess(),
                advice: advice
            )
        }
        log.record(
            EgressDecision(EgressRule(host: "h0.test", port: 1), .reached),
            access: EgressAccess(),
            advice: advice
        )
        let report = try #require(log.report(access: EgressAccess(mode: .policy), isPartial: true, advice: advice))
        #expect(report.hosts.count == EgressReport.maximumHosts)
        #expect(report.hosts[0].allowed == 1)
        #expect(report.others == 5000 - EgressReport.maximumHosts)
        #expect(report.partial)
    }

    @Test(
        "names for each refusal what opens it, or nothing where nothing does",
        arguments: [
            (.notListed, "outpost egress allow x.test:1 --tenant acme", "--allow x.test:1"),
            (.denied, "outpost egress allow x.test:1 --tenant acme", "--allow x.test:1"),
            (.literalAddress, "outpost egress allow x.test:1 --tenant acme", "--allow x.test:1"),
            (.privateAddress, "outpost egress allow --private x.test:1 --tenant acme", "--allow-private x.test:1"),
            (.noEgress, "outpost egress mode policy --tenant acme", "--egress policy --allow x.test:1"),
            (.closedAddress, nil, nil),
        ] as [(EgressRefusal, String?, String?)]
    )
    func remedies(refusal: EgressRefusal, command: String?, option: String?) throws {
        for (advice, expected) in [(EgressAdvice.tenant("acme"), command), (.option, option)] {
            var log = EgressLog()
            log.record(
                EgressDecision(EgressRule(host: "x.test", port: 1), .refused(refusal)),
                access: EgressAccess(),
                advice: advice
            )
            let report = try #require(log.report(access: EgressAccess(mode: .policy), isPartial: false, advice: advice))
            #expect(report.hosts[0].allowWith == expected)
        }
    }

    @Test("tells no line for a host that a wildcard closes: none would open it")
    func closedByWildcard() throws {
        let access = EgressAccess(denied: [try #require(EgressPattern("*.a.test:443"))])
        var log = EgressLog()
        log.record(
            EgressDecision(EgressRule(host: "x.a.test", port: 443), .refused(.denied)),
            access: access,
            advice: advice
        )
        let report = try #require(log.report(access: access, isPartial: false, advice: advice))
        #expect(report.hosts[0].allowWith == nil)
    }

    @Test("is labelled weaker where every host was open, and learning ends in a proposal of what was reached")
    func learning() throws {
        var log = EgressLog()
        #expect(log.report(access: EgressAccess(mode: .policy), isPartial: false, advice: advice) == nil)
        #expect(log.report(access: EgressAccess(mode: .internet), isPartial: false, advice: advice)?.weaker == true)
        log.record(
            EgressDecision(EgressRule(host: "a.test", port: 443), .reached),
            access: EgressAccess(),
            advice: advice
        )
        log.record(
            EgressDecision(EgressRule(host: "b.test", port: 443), .failed),
            access: EgressAccess(),
            advice: advice
        )
        log.record(
            EgressDecision(EgressRule(host: "10.0.0.1", port: 80), .refused(.literalAddress)),
            access: EgressAccess(),
            advice: advice
        )
        log.record(
            EgressDecision(EgressRule(host: "c.test", port: 80), .reached),
            access: EgressAccess(),
            advice: advice
        )
        let report = try #require(log.report(access: EgressAccess(mode: .learn), isPartial: false, advice: advice))
        #expect(report.weaker)
        #expect(report.proposal == "outpost egress allow a.test:443 c.test:80 --tenant acme")
        // A line of its own would close a private host, and what is open already needs none.
        var known = EgressAccess(mode: .learn, allowed: [EgressPattern(EgressRule(host: "a.test", port: 443))])
        known.privateHosts = [EgressRule(host: "c.test", port: 80)]
        #expect(log.report(access: known, isPartial: false, advice: advice)?.proposal == nil)
        #expect(log.report(access: EgressAccess(mode: .internet), isPartial: false, advice: advice)?.proposal == nil)
    }
}
