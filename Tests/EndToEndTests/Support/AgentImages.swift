internal import Testing

/// Has the images of agents built before a suite begins, so that no test's time limit pays for it.
struct AgentImages: SuiteTrait, TestScoping {
    let names: [String]

    /// Builds are done one at a time: two of them would fetch the same layers twice.
    private static let turns = Turns(width: 1)

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Self.turns.take {
            let ending = try await OutpostProgram.run(
                ["agents", "build", "--agents-dir", OutpostProgram.agents] + names,
                environment: BuiltInAgent.harnesses,
                in: "/tmp"
            )
            expect(ending, .success)
        }
        try await function()
    }
}

extension Trait where Self == AgentImages {
    static func images(of names: String...) -> AgentImages { AgentImages(names: names) }
}
