internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The commands that secrets are refreshed from", .timeLimit(.minutes(10)))
struct RecipeRunnerTests {
    private let runner = RecipeRunner(
        environment: ["PATH": "/usr/bin:/bin", "HOME": "/", "ANTHROPIC_API_KEY": "hidden"]
    )

    private func value(_ command: String) async throws -> String {
        try await runner.value(of: RefreshRecipe(source: .command, text: command)).text
    }

    @Test("give what they print without its line end, and see nothing of the server's environment")
    func environment() async throws {
        #expect(try await value("echo value") == "value")
        #expect(try await value("echo \"[$ANTHROPIC_API_KEY]\"") == "[]")
        #expect(try await value("cat") == "", "there is no input")
    }

    @Test("are refused when they fail, and nothing that they print is told", arguments: ["echo secret >&2; exit 3"])
    func failure(command: String) async throws {
        let failure = await #expect(throws: RecipeFailure.self) { try await value(command) }
        #expect(failure?.reason.contains("secret") == false)
        #expect(failure?.reason.contains("3") == true)
    }

    @Test("are refused when they print more than a value may have")
    func bounded() async throws {
        await #expect(throws: RecipeFailure.self) { try await value("head -c 70000 /dev/zero | tr '\\0' x") }
    }

    @Test("are stopped when they take too long")
    func timeout() async throws {
        var hasty = runner
        hasty.timeout = .milliseconds(100)
        let failure = await #expect(throws: RecipeFailure.self) {
            try await hasty.value(of: RefreshRecipe(source: .command, text: "exec sleep 600"))
        }
        #expect(failure?.reason.contains("took longer") == true)
    }

    @Test("may be checked by another, which gets the value on its standard input")
    func check() async throws {
        let recipe = RefreshRecipe(source: .file, text: "/", check: "grep -qx good")
        try await runner.check(SecretValue("good"), with: recipe)
        await #expect(throws: RecipeFailure.self) { try await runner.check(SecretValue("bad"), with: recipe) }
    }
}
