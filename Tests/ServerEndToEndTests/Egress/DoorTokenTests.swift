internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    @Suite("A dispatch's token", .timeLimit(.minutes(15)))
    struct DoorTokenTests {
        @Test(
            "opens its own door while it runs, each route in its own way, and is worth nothing anywhere else or later"
        )
        func worth() async throws {
            try await RawServer.withServer(.tcp, answer: { _ in .json("{}") }) { host in
                try await ServerBench.with { bench in
                    let key = try await bench.tenant("acme")
                    try await bench.serve { server in
                        let client = server.client(key)
                        try await bench.outpost("egress", "allow", "--private", String(host.url.dropFirst(7)))
                        let lender = try await client.dispatch("lend 600 seconds of trust")
                        let token = try await lent(by: lender, client)
                        let door = bench.data + "/doors/\(lender)/door.sock"
                        #expect(try await status(of: door, token) == "204")
                        let borrower = try await client.dispatch("borrow 0 \(token) \(host.url)/")
                        let ended = try await client.ended(borrower)
                        #expect(ended["status"].text == "success", "\(ended)")
                        try await check(client.lines(borrower))
                        #expect(host.requests.count == 1)
                        #expect(try await client.get(lender)["status"].text == "running")
                        _ = try await client.cancel(lender)
                        _ = try await client.ended(lender)
                        try await bench.noContainerIsLeft()
                        #expect(try await status(of: door, token) == "000")
                    }
                }
            }
        }

        private func check(_ lines: [String]) {
            let statuses = lines.compactMap { line -> (String, String)? in
                guard line.hasPrefix("own ") || line.hasPrefix("foreign "), let space = line.lastIndex(of: " ") else {
                    return nil
                }
                return (String(line[..<space]), String(line[line.index(after: space)...]))
            }
            let expected = [
                "own proxy": "200", "own route": "204", "own proxy by route": "407", "own route by proxy": "401",
                "foreign proxy": "407", "foreign route": "401", "foreign proxy by route": "407",
                "foreign route by proxy": "401", "foreign artifacts": "401",
                // The job is handed over once, whoever asks.
                "own job": "410", "foreign job": "410",
            ]
            #expect(Dictionary(statuses) { $1 } == expected, "\(lines)")
        }

        /// The token that the agent gave away.
        private func lent(by id: String, _ client: APIClient) async throws -> String {
            var reader = try await client.events(id)
            while let event = try await reader.next() {
                guard event.name == "log", let line = event.json["message"].text, line.hasPrefix("lent ") else {
                    continue
                }
                return String(line.dropFirst("lent ".count).reversed())
            }
            throw CancellationError()
        }

        /// What a door says to somebody who has the token; 000 when nobody answers.
        private func status(of door: String, _ token: String) async throws -> String {
            let arguments = ["-s", "-m", "30", "--unix-socket", door, "-X", "POST", "-d", "", "-o", "/dev/null"]
            let header = ["-H", "Authorization: Bearer \(token)", "-w", "%{http_code}"]
            let url = "http://door/outpost/v1/progress?phase=run"
            return try await Shell.attempt("curl", arguments + header + [url]).output
        }
    }
}
