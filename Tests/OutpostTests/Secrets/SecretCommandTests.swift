internal import ArgumentParser
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The commands about secrets and egress", .timeLimit(.minutes(10)))
struct SecretCommandTests {
    @Test("A folder in a file's place is called one")
    func folder() async throws {
        try await TemporaryFolder.with { folder in
            let failure = #expect(throws: CommandFailure.self) { try SecretInput.file(folder.path) }
            #expect(failure?.message == "\(folder.path) cannot be read; it may be a folder")
        }
    }

    @Test("The first value is asked for as well whether it is good")
    func check() async throws {
        let value = ["--every", "24h", "--check", "grep -q good"]
        let options = try RefreshOptions.parse(value)
        try await options.requireGood("a good one", of: "TOKEN")
        let failure = await #expect(throws: CommandFailure.self) { try await options.requireGood("bad", of: "TOKEN") }
        #expect(failure?.message.hasPrefix("TOKEN is not stored: the check failed") == true)
        try await RefreshOptions.parse([]).requireGood("bad", of: "TOKEN")
    }

    @Test(
        "What is private is a host, never a preset",
        arguments: [["--preset", "github"], ["a.test:1", "--preset", "x"]]
    )
    func privatePreset(arguments: [String]) {
        #expect(throws: (any Error).self) { try EgressAllowCommand.parse(arguments + ["--private"]) }
        #expect(throws: Never.self) { try EgressAllowCommand.parse(arguments) }
    }
}
