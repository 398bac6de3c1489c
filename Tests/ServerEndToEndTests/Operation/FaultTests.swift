internal import Testing

extension ServerTests {
    @Suite("A fault at any point of a dispatch", .timeLimit(.minutes(10)))
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
}
