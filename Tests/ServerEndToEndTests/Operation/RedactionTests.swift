internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

extension ServerTests {
    // The first one may build the agent's image.
    @Suite("A secret that an agent prints", .timeLimit(.minutes(15)))
    struct RedactionTests {
        private let canary = "canary/\(UUID().uuidString)+\u{FC}&\u{20AC}-\(UUID().uuidString)"

        @Test("is in no encoding in what the server keeps and shows, and artifacts that hold it are withheld")
        func encodings() async throws {
            try await ServerBench.with { bench in
                let key = try await bench.tenant("acme")
                let ending = try await bench.serve { server in
                    let client = server.client(key)
                    let secrets: JSONValue = ["TRIAL_SECRET": .string(canary), "TRIAL_PIN": "1234"]
                    let id = try await client.dispatch("encode 1 everything", ["additionalSecrets": secrets])
                    let ended = try await client.ended(id)
                    let said = try await client.lines(id).joined(separator: "\n")
                    #expect(ended["exitCode"].number == 0, "\(ended)\n\(said)")
                    #expect(said.split(separator: "[redacted:TRIAL_SECRET]").count > 25, "\(said)")
                    let flags = ended["flags"].elements.compactMap(\.text)
                    #expect(flags.contains("contains_secret") && flags.contains("redaction_partial"))
                    let events = try await client.call("GET", "/dispatch/\(id)/events").text
                    #expect(events.contains("[redacted:TRIAL_SECRET]"))
                    expectNoCopy(in: [said, "\(ended)", events, server.log])
                    try expectNoCopyInFiles(of: bench, id)
                    try await expectWithheld(id, client)
                }
                expectNoCopy(in: [ending.log])
            }
        }

        private func expectWithheld(_ id: String, _ client: APIClient) async throws {
            let listed = try await client.call("GET", "/artifacts/\(id)?preview=true")
            expectNoCopy(in: [listed.text])
            let artifacts = listed.data["artifacts"].elements
            let withheld = artifacts.filter { $0["containsSecret"] == .bool(true) }
            #expect(Set(withheld.compactMap { $0["key"].text }) == ["diff.patch", "files/leak.b64"])
            for artifact in artifacts {
                let answer = try await client.call("GET", try #require(artifact["url"].text))
                let isWithheld = artifact["containsSecret"] == .bool(true)
                #expect(answer.status == (isWithheld ? 409 : 200), "\(artifact)")
                if isWithheld { #expect(answer.text.contains("reveal=true")) }
                expectNoCopy(in: [answer.text])
                // The mark in a link is signed as well.
                let forged = try #require(artifact["url"].text) + "&reveal=true"
                #expect(try await client.call("GET", forged).status == 403)
            }
            let archive = try #require(listed.data["archiveUrl"].text)
            #expect(try await client.call("GET", archive).status == 409)
            #expect(try await client.call("GET", "/artifacts/\(id).tar").status == 409)
            let revealed = try await client.call("GET", "/artifacts/\(id)?reveal=true&preview=true")
            let patch = try #require(revealed.data["artifacts"].elements.first { $0["key"].text == "diff.patch" })
            #expect(patch["preview"].text?.contains(canary) == true)
            #expect(try await client.call("GET", try #require(patch["url"].text)).text.contains(canary))
            #expect(try await client.call("GET", "/artifacts/\(id).tar?reveal=true").text.contains(canary))
            #expect(try await client.call("GET", try #require(revealed.data["archiveUrl"].text)).status == 200)
        }

        /// Everything but the artifacts that are withheld, the database and its log included.
        private func expectNoCopyInFiles(of bench: ServerBench, _ id: String) throws {
            let manager = FileManager.default
            let names = try #require(manager.enumerator(atPath: bench.data)).compactMap { $0 as? String }
            let withheld = ["diff.patch", "files/leak.b64"].map { "dispatches/\(id)/artifacts/\($0)" }
            var read = 0
            for name in names where !withheld.contains(name) {
                guard let contents = manager.contents(atPath: bench.data + "/" + name) else { continue }
                read += 1
                expectNoCopy(in: [String(decoding: contents, as: UTF8.self)], name)
            }
            #expect(read > 5)
        }

        private func expectNoCopy(in texts: [String], _ place: String = "") {
            for text in texts {
                for (name, form) in forms where text.contains(form) { Issue.record("\(name) in \(place) \(text)") }
            }
        }

        /// The canary in each encoding, without the ends that depend on what stands beside it.
        private var forms: [(String, String)] {
            var forms = [("raw", canary), ("beginning", String(canary.prefix(20))), ("end", String(canary.suffix(20)))]
            let hex = canary.utf8.map { String(format: "%02x", $0) }.joined()
            forms += [("hex", hex), ("upper hex", hex.uppercased())]
            for offset in 0..<3 {
                let once = Self.base64(canary, after: offset)
                forms.append(("base64", Self.middle(once)))
                forms.append(("base64url", Self.middle(once.replacing("+", with: "-").replacing("/", with: "_"))))
                for outer in 0..<3 { forms.append(("twice", Self.middle(Self.base64(once, after: outer)))) }
            }
            return forms
        }

        private static func base64(_ text: String, after offset: Int) -> String {
            Data((String(repeating: "x", count: offset) + text + "!").utf8).base64EncodedString()
        }

        private static func middle(_ text: String) -> String { String(text.dropFirst(16).prefix(40)) }
    }
}
