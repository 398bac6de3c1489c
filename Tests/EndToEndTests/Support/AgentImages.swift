internal import TestSupport
internal import Testing

/// Has the images of agents built before a suite begins, so that no test's time limit pays for it.
struct AgentImages: SuiteTrait, TestScoping {
    let names: [String]

    /// Builds are done one at a time: two of them would fetch the same layers twice.
    private static let turn = Observed(true)

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Self.inTurn {
            let ending = try await OutpostProgram.run(
                ["agents", "build", "--agents-dir", OutpostProgram.agents] + names,
                environment: BuiltInAgent.harnesses,
                in: "/tmp"
            )
            expect(ending, .success)
        }
        try await function()
    }

    private static func inTurn(_ body: () async throws -> Void) async throws {
        repeat { try await turn.wait { $0 } } while !takeTurn()
        defer { turn.update { $0 = true } }
        try await body()
    }

    private static func takeTurn() -> Bool {
        turn.update { isFree in
            defer { isFree = false }
            return isFree
        }
    }
}

extension Trait where Self == AgentImages {
    static func images(of names: String...) -> AgentImages { AgentImages(names: names) }
}
