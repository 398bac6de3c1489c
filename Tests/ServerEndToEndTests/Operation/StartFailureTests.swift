internal import Foundation
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("Starts that fail", .timeLimit(.minutes(15)))
    struct StartFailureTests {
        /// Starts a server that must not come up.
        private func start(_ bench: ServerBench, _ options: [String], data: String? = nil) async throws -> Shell.Answer
        {
            let fixed = ["serve", "--agents-dir", bench.agents, "--data-dir", data ?? bench.data]
            return try await Shell.attempt(OutpostBinary.path, fixed + options)
        }

        /// What a failure says: one line for what happened, one for what to do.
        private func failure(_ answer: Shell.Answer, _ code: Int32, _ words: String) {
            let lines = answer.errors.split(separator: "\n").filter { $0.hasPrefix("outpost: ") || $0.hasPrefix("  ") }
            #expect(answer.code == code, "\(answer.errors)")
            #expect(lines.first?.contains(words) == true, "\(answer.errors)")
            #expect(answer.errors.contains("Swift.") == false && !answer.errors.contains("Error("))
        }

        @Test("A port that is taken, and what is no address of this host, is named")
        func busyPort() async throws {
            try await ServerBench.with { bench in
                try await bench.serve { server in
                    let other = try await start(bench, ["--port", "\(server.port)"], data: bench.path + "/other")
                    failure(other, 14, "127.0.0.1:\(server.port): another process listens there")
                }
                failure(try await start(bench, ["--host", "198.51.100.1", "--insecure-http"]), 14, "no such address")
                failure(try await start(bench, ["--host", "no-such.invalid", "--insecure-http"]), 2, "not known")
            }
        }

        @Test("A TLS file that is not there, is no certificate or is another's key is named")
        func certificates() async throws {
            try await ServerBench.with { bench in
                let (bad, one, two) = (bench.path + "/bad.pem", bench.path + "/one", bench.path + "/two")
                try Data("no certificate".utf8).write(to: URL(fileURLWithPath: bad))
                for name in [one, two] {
                    let options = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
                    try await Shell.run("openssl", options + ["-keyout", name + ".key", "-out", name + ".crt"])
                }
                func start(_ certificate: String, _ key: String) async throws -> Shell.Answer {
                    try await self.start(bench, ["--tls-certificate", certificate, "--tls-key", key, "--port", "0"])
                }
                failure(try await start("/nowhere.pem", one + ".key"), 2, "/nowhere.pem cannot be used: ")
                failure(try await start(bad, one + ".key"), 2, "\(bad) cannot be used: it holds no certificate")
                failure(try await start(one + ".crt", bad), 2, "\(bad) cannot be used: it holds no private key")
                failure(try await start(one + ".crt", two + ".key"), 2, "the key does not belong to \(one).crt")
            }
        }

        @Test("A data directory that cannot be made or read is named, and so is a fault of the configuration's line")
        func files() async throws {
            try await ServerBench.with { bench in
                let file = bench.path + "/file"
                try Data("port: 1\nprot: 2\n".utf8).write(to: URL(fileURLWithPath: file))
                failure(try await start(bench, [], data: file + "/data"), 12, "\(file)/data cannot be used: ")
                failure(try await start(bench, [], data: ""), 2, "--data-dir is empty")
                failure(try await start(bench, ["--config", file]), 2, "\(file), line 2: 'prot' is no setting")
                try await bench.outpost("tenants", "create", "acme")
                try Data("no database".utf8).write(to: URL(fileURLWithPath: bench.data + "/outpost.sqlite"))
                failure(try await start(bench, []), 12, "\(bench.data)/outpost.sqlite is damaged (")
            }
        }
    }
}
