internal import Foundation
internal import Testing

extension ServerTests {
    @Suite("The command line of this machine's server", .timeLimit(.minutes(15)))
    struct LocalClientTests {
        @Test("needs no key, acts for the tenant that is named, and stands in the audit trail as the operator's")
        func socket() async throws {
            try await ServerBench.with { bench in
                _ = try await bench.tenant("acme")
                _ = try await bench.tenant("other")
                try await bench.serve { _ in
                    let client = ClientCommand(local: bench)
                    let id = try await client.run(
                        "dispatch",
                        bench.agent.name,
                        "write 7 words of mine",
                        "--tenant",
                        "acme",
                        "-q"
                    )
                    let waited = try await client.attempt("wait", id, "--tenant", "acme")
                    #expect(waited.code == 0, "\(waited.errors)")
                    #expect(try await client.run("diff", id, "--tenant", "acme").contains("file-7.txt"))
                    let output = bench.path + "/out"
                    try await client.run("artifacts", "get", id, "diff.patch", "--tenant", "acme", "-o", output)
                    #expect(FileManager.default.fileExists(atPath: output + "/diff.patch"))
                    let foreign = try await client.attempt("show", id, "--tenant", "other")
                    #expect(foreign.code == 15)
                    #expect(foreign.errors.contains("--tenant"), "\(foreign.errors)")
                    // The operator's own, where no tenant is named.
                    #expect(try await client.run("ps", "--all", "-q") == "")
                    let nobody = try await client.attempt("ps", "--tenant", "nobody")
                    #expect(nobody.code == 15)
                    let audit = try await client.run("audit", "list", "--data-dir", bench.data, "--json").asJSON
                    let made = audit.elements.first { $0["resource"].text == id }
                    #expect(made?["actor"].text == "operator", "\(audit)")
                    #expect(made?["source"].text == "socket")
                }
            }
        }

        @Test("says what to start where no server works in the data directory, and no tenant is made by asking")
        func away() async throws {
            try await ServerBench.with { bench in
                let client = ClientCommand(local: bench)
                for arguments in ["ps", "show", "version"] {
                    let answer =
                        arguments == "show"
                        ? try await client.attempt("show", "01ARZ3NDEKTSV4RRFFQ69G5FAV")
                        : try await client.attempt(arguments)
                    #expect(answer.code == (arguments == "version" ? 0 : 14), "\(answer.errors)")
                    if arguments != "version" { #expect(answer.errors.contains("outpost serve"), "\(answer.errors)") }
                }
                #expect(!FileManager.default.fileExists(atPath: bench.data))
            }
        }
    }
}
