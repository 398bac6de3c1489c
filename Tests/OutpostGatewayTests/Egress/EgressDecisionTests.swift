internal import NIOHTTP1
internal import OutpostCore
internal import OutpostGateway
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("What a door decides about other hosts", .timeLimit(.minutes(10)))
struct EgressDecisionTests {
    static let basic = "proxy-authorization: Basic eDpvdGtfdGhyb3dhd2F5\r\n"

    static func ask(_ door: DoorFixture, _ request: String) async throws -> String {
        let client = try await RawClient.connect(door.socketPath)
        try await client.send("\(request) HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\(basic)\r\n")
        return await client.read()
    }

    /// The status of the answer.
    static func status(_ door: DoorFixture, _ request: String) async throws -> Substring? {
        try await ask(door, request).split(separator: " ").dropFirst().first
    }

    @Test("tells of each wish what became of it, and why")
    func decisions() async throws {
        let delegate = RecordingDelegate()
        let (open, near) = (EgressRule(host: "open.test", port: 443), EgressRule(host: "near.test", port: 443))
        let bad = EgressRule(host: "bad.test", port: 443)
        let network = EgressNetwork(lookup: { $0 == "open.test" ? ["169.254.169.254"] : ["10.0.0.1"] })
        let access = EgressAccess(
            allowed: [EgressPattern(open), EgressPattern(near)],
            denied: [EgressPattern(bad)]
        )
        try await withDoor(DoorOptions(egress: access, network: network), delegate: delegate) { door in
            for target in [
                "open.test:443", "Near.Test.:443", "bad.test:443", "other.test:443", "8.8.8.8:443", "10.1.2.3:443",
                "169.254.169.254:80",
            ] {
                let status1 = try await Self.status(door, "CONNECT \(target)")
                #expect(status1 == "403")
            }
        }
        #expect(
            delegate.log.withLock { $0.egress } == [
                EgressDecision(open, .refused(.closedAddress)), EgressDecision(near, .refused(.privateAddress)),
                EgressDecision(bad, .refused(.denied)),
                EgressDecision(EgressRule(host: "other.test", port: 443), .refused(.notListed)),
                EgressDecision(EgressRule(host: "8.8.8.8", port: 443), .refused(.notListed)),
                // An address itself says what a line of the policy would come to.
                EgressDecision(EgressRule(host: "10.1.2.3", port: 443), .refused(.privateAddress)),
                EgressDecision(EgressRule(host: "169.254.169.254", port: 80), .refused(.closedAddress)),
            ]
        )
    }

    @Test("a name is resolved once for each connection, and the address that is checked is the one that is reached")
    func rebinding() async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            let lookups = Observed(0)
            let delegate = RecordingDelegate()
            // The first answer is public, where nobody listens; the next ones lead to this host.
            let network = EgressNetwork(
                lookup: { _ in
                    let count = lookups.update {
                        $0 += 1
                        return $0
                    }
                    return count == 1 ? ["8.8.8.8"] : ["127.0.0.1"]
                },
                connectTimeout: .milliseconds(200)
            )
            let access = EgressAccess(mode: .internet)
            try await withDoor(DoorOptions(egress: access, network: network), delegate: delegate) { door in
                let first = try await Self.ask(door, "CONNECT rebind.test:\(upstream.port)")
                #expect(first.hasPrefix("HTTP/1.1 502 "))
                #expect(lookups.value == 1)
                let second = try await Self.ask(door, "CONNECT rebind.test:\(upstream.port)")
                #expect(second.hasPrefix("HTTP/1.1 403 "))
                #expect(lookups.value == 2)
            }
            #expect(upstream.received.isEmpty)
            let results = delegate.log.withLock { $0.egress.map(\.result) }
            #expect(results == [.failed, .refused(.privateAddress)])
        }
    }

    @Test(
        "a public address of this very host is this host, in learn and internet mode too",
        arguments: EgressMode.allCases
    )
    func ownAddress(mode: EgressMode) async throws {
        let network = EgressNetwork(
            lookup: { _ in ["::ffff:93.184.216.34"] },
            connectTimeout: .milliseconds(200),
            ownAddresses: { ["93.184.216.34"] }
        )
        let access = EgressAccess(mode: mode, allowed: [EgressPattern(EgressRule(host: "me.test", port: 443))])
        try await withDoor(DoorOptions(egress: access, network: network)) { door in
            let status2 = try await Self.status(door, "CONNECT me.test:443")
            #expect(status2 == "403")
        }
        #expect(!EgressNetwork.interfaceAddresses().isEmpty)
    }

    @Test("a redirect is passed on, and where it leads is asked for anew")
    func redirect() async throws {
        try await withUpstream {
            try await $0.reply(.found, ["location": "http://169.254.169.254/latest"], "")
        } _: { upstream in
            let rule = EgressRule(host: "registry.test", port: upstream.port)
            let network = EgressNetwork(lookup: { $0 == rule.host ? ["127.0.0.1"] : nil })
            let access = EgressAccess(mode: .internet, privateHosts: [rule])
            try await withDoor(DoorOptions(egress: access, network: network)) { door in
                let answer = try await Self.ask(door, "GET http://\(rule)/")
                #expect(answer.hasPrefix("HTTP/1.1 302 "))
                #expect(answer.contains("http://169.254.169.254/latest"))
                let status3 = try await Self.status(door, "GET http://169.254.169.254/latest")
                #expect(status3 == "403")
            }
        }
    }

    @Test(
        "a target that is meant to be read in two ways is refused, and nobody is asked",
        arguments: [
            "CONNECT registry.test@other.test:PORT", "CONNECT other.test:PORT@registry.test",
            "CONNECT registry.test:PORT/../x", "CONNECT registry.test", "CONNECT registry.test:PORT:80",
            "CONNECT http://registry.test:PORT/", "CONNECT [registry.test]:PORT", "CONNECT [::ffff:127.0.0.1]:PORT",
            "CONNECT 127.0.0.1:PORT", "CONNECT 2130706433:PORT", "CONNECT 0x7f.1:PORT", "CONNECT 0177.0.0.1:PORT",
            "CONNECT localhost:PORT", "CONNECT %72egistry.test:PORT", "CONNECT r\u{e9}gistry.test:PORT",
            "GET http://registry.test:PORT@other.test/", "GET http://other.test#@registry.test:PORT/",
            "GET http://other.test\\@registry.test:PORT/", "GET http://registry.test.:1/", "GET http://[::1]:PORT/",
            "GET https://registry.test:PORT/", "GET http:registry.test:PORT/", "GET //registry.test:PORT/",
            "GET http://127.0.0.1:3128/outpost/v1/job", "GET registry.test:PORT",
        ]
    )
    func tricks(request: String) async throws {
        try await withUpstream {
            try await $0.reply(.ok)
        } _: { upstream in
            let rule = EgressRule(host: "registry.test", port: upstream.port)
            let network = EgressNetwork(lookup: { $0 == rule.host ? ["127.0.0.1"] : nil })
            for mode in [EgressMode.policy, .internet] {
                let access = EgressAccess(mode: mode, denied: [], privateHosts: [rule])
                let options = DoorOptions(egress: mode == .policy ? access : EgressAccess(mode: mode), network: network)
                try await withDoor(options) { door in
                    let status = try await Self.status(door, request.replacing("PORT", with: "\(upstream.port)")) ?? ""
                    // Behind a name that nobody has, a resolver may fail before anything is refused.
                    #expect(["400", "401", "403", "404", "502"].contains(String(status)))
                }
            }
            #expect(upstream.received.isEmpty)
        }
    }
}
