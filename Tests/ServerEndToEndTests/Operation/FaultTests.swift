internal import Testing

// Both programs mostly wait, and count what went wrong, not how long it took: they run at once, and beside the others.
@Suite("A fault at any point of a dispatch", .whereEngineIsExpected, .timeLimit(.minutes(30)))
struct FaultTests {
    @Test(
        "loses, repeats and leaves nothing, and every end is the true one",
        arguments: [
            "grid.py",  // Each fault to each Engine call.
            "points.py",  // The server killed at each call and each durable write.
        ]
    )
    func fault(program: String) async throws {
        let answer = try await Shell.attempt(
            "python3",
            [OutpostBinary.checkout + "/Tests/chaos/" + program, "--binary", OutpostBinary.path]
        )
        print(answer.output)
        #expect(answer.code == 0, "\(answer.output)\(answer.errors)")
    }
}
