internal import Testing

extension ServerTests {
    @Suite("The Python client of the examples", .timeLimit(.minutes(15)))
    struct PythonClientTests {
        @Test("dispatches, follows the log, prints the difference and exits by the status")
        func client() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                try await bench.serve { server in
                    func run(_ arguments: String..., by other: String? = nil) async throws -> Shell.Answer {
                        try await Shell.attempt(
                            "python3",
                            [OutpostBinary.checkout + "/docker/examples/client.py"] + arguments,
                            environment: ["OUTPOST_URL": server.url, "OUTPOST_API_KEY": other ?? key]
                        )
                    }
                    let good = try await run(bench.agent.name, "write 7 words of mine")
                    #expect(good.code == 0, "\(good.errors)")
                    #expect(good.output.contains("+++ b/file-7.txt"))
                    #expect(good.output.contains("+words of mine") || good.output.contains("+of mine"))
                    #expect(good.errors.contains("write 7 words of mine\n"))
                    #expect(good.errors.hasSuffix(" success\n"))

                    let bad = try await run(bench.agent.name, "fail 3 times please")
                    #expect(bad.code == 1, "\(bad.errors)")
                    #expect(bad.errors.hasSuffix(" failed\n"))

                    let refused = try await run("nobody", "write 7 words of mine")
                    #expect(refused.code == 2)
                    #expect(refused.errors.contains("validation"))
                    #expect(try await run(bench.agent.name, "say hello to all", by: "otp_wrong").code == 2)
                }
            }
        }
    }
}
