internal import OutpostCore
internal import Testing

@testable internal import OutpostGateway

@Suite("The host of a repository that a tenant names", .timeLimit(.minutes(10)))
struct RepositoryLookupTests {
    private let network = EgressNetwork(
        lookup: {
            ["inside.test": ["10.0.0.7"], "rebound.test": ["127.0.0.1"], "outside.test": ["93.184.216.34"]][$0]
        },
        ownAddresses: { ["203.0.112.9"] }
    )

    @Test(
        "is not in a network of this machine's, however the address is written",
        arguments: [
            "127.0.0.1:3000", "localhost:3000", "2130706433", "0x7f.1", "[::1]:80", "[::ffff:127.0.0.1]", "10.1.2.3",
            "192.168.1.1", "outside.test.", "169.254.169.254", "100.64.0.1", "0.0.0.0", "203.0.112.9", "inside.test",
            "rebound.test",
        ]
    )
    func closed(host: String) async throws {
        let lookup = RepositoryLookup(network: network, allowsPrivate: false)
        let refusal = await #expect(throws: Refusal.self) { try await lookup.find("http://\(host)/team/project.git") }
        #expect(refusal?.status == 403)
    }

    @Test("is connected to by the address that was looked at")
    func open() async throws {
        let lookup = RepositoryLookup(network: network, allowsPrivate: false)
        let found = try #require(try await lookup.find("https://outside.test/team/project.git"))
        #expect(found.address == "93.184.216.34")
        #expect(found.resolution == "outside.test:443:93.184.216.34")
    }

    @Test("may be anywhere where the operator named it")
    func named() async throws {
        let lookup = RepositoryLookup(network: network, allowsPrivate: true)
        #expect(try await lookup.find("http://127.0.0.1:3000/team/project.git") == nil)
    }

    @Test("is found by the host's own proxy where there is one, but not by an address")
    func proxied() async throws {
        var network = network
        network.proxies = EgressProxies(environment: [
            "https_proxy": "http://proxy.test:3128", "http_proxy": "http://p:1",
        ])
        let lookup = RepositoryLookup(network: network, allowsPrivate: false)
        #expect(try await lookup.find("https://unknown.test/team/project.git") == nil)
        for host in ["127.0.0.1", "intranet", "a.localhost"] {
            await #expect(throws: Refusal.self) { try await lookup.find("https://\(host)/team/project.git") }
        }
        // Not every client minds the variable for plain http.
        #expect(try await lookup.find("http://outside.test/team/project.git")?.address == "93.184.216.34")
    }
}
