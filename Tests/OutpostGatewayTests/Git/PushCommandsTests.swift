internal import OutpostCore
internal import Testing

@testable internal import OutpostGateway

@Suite("The commands of a push")
struct PushCommandsTests {
    private static let old = String(repeating: "0", count: 40)
    private static let new = String(repeating: "a", count: 40)

    @Test("are judged by what any of them says that the client can do, not the first alone")
    func laterCapabilities() throws {
        var commands = PushCommands()
        try commands.add(Array("\(Self.old) \(Self.new) refs/heads/agent/a\0 report-status".utf8))
        try commands.add(Array("\(Self.old) \(Self.new) refs/heads/agent/b\0 report-status push-options".utf8))
        let policy = try #require(PushPolicy(patterns: ["agent/*"]))
        let objections = commands.commands.map { commands.objection(to: $0, policy) }
        #expect(objections.allSatisfy { $0?.contains("no push options") == true })
    }

    @Test("end where the client's history is cut off with words of its own")
    func shallow() throws {
        var commands = PushCommands()
        try commands.add(Array("shallow \(Self.new)".utf8))
        #expect(throws: Refusal.self) { try commands.add(Array("shallow \(Self.new)\0 push-options".utf8)) }
    }
}
