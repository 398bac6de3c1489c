internal import Foundation
internal import OutpostDocker
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The judgement of a server's address", .timeLimit(.minutes(10)))
struct ListenerJudgeTests {
    private func findings(_ flags: [ServeKey: String], isServing: Bool = false) async throws -> [PreflightFinding] {
        let settings = try ServeSettings(flags: flags, environment: [:], file: ServeFile(), isRoot: false)
        let facts = await ListenerFacts.collect(settings)
        return ListenerJudge(facts: facts, isServing: isServing, now: .now).findings
    }

    @Test("a port that is taken by somebody else, or by the server itself")
    func taken() async throws {
        try await RawServer.withServer(.tcp, answer: { _ in .close }) { server in
            let port = try #require(URL(string: server.url)?.port)
            let found = try #require(try await findings([.port: "\(port)"]).first)
            #expect(found.id == "network.port" && found.level == .warning)
            #expect(found.text.contains("127.0.0.1:\(port)"))
            #expect(found.advice?.contains("sport = :\(port)") == true)
            #expect(found.advice?.contains("outpost serve --port \(port + 1)") == true)
            #expect(try await findings([.port: "\(port)"], isServing: true).map(\.level) == [.ok])
        }
    }

    @Test("a free one, and an address that this machine does not have")
    func addresses() async throws {
        #expect(try await findings([.port: "0"]).map(\.level) == [.ok])
        let found = try await findings([.port: "0", .host: "192.0.2.1", .insecureHTTP: "true"])
        #expect(found.map(\.level) == [.warning])
        #expect(found.first?.text.contains("no address 192.0.2.1") == true)
    }

    @Test("keys that would go over the network in the clear")
    func transport() async throws {
        let found = try await findings([.port: "0", .host: "0.0.0.0"]).filter { $0.check == "TLS" }
        #expect(found.map(\.level) == [.error])
        #expect(found.first?.advice?.contains("--tls-certificate") == true)
    }
}
