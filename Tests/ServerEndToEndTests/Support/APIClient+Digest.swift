internal import OutpostAPI
internal import Testing

/// Looks at dispatches whose task is `digest`: they say what their secret is, without showing it.
extension APIClient {
    /// Waits until the agent has said once what its secret is.
    func digest(of id: String) async throws {
        var reader = try await events(id)
        while let event = try await reader.next() {
            if event.json["message"].text?.hasPrefix("digest ") == true, event.name == "log" {
                if event.json["message"].text?.count == 71 { return }
            }
            try #require(event.name != "end", "\(event.data)")
        }
        throw CancellationError()
    }

    /// Waits for the end, and checks that the agent had a value throughout and that its log does not show it.
    func check(_ id: String, holds value: String, not hidden: [String]) async throws {
        let ended = try await ended(id)
        let lines = try await lines(id)
        let text = lines.joined(separator: "\n")
        #expect(ended["status"].text == "success", "\(ended)\n\(text)")
        let digest = try await Shell.run(
            "sh",
            ["-c", "printf %s \"$VALUE\" | sha256sum"],
            environment: ["VALUE": value]
        )
        let expected = "digest " + digest.prefix(64)
        #expect(lines.filter { $0.hasPrefix("digest ") && $0.count == 71 } == [expected, expected], "\(text)")
        #expect(lines.contains("secret [redacted:\(TrialAgent.secretName)]"), "\(text)")
        #expect(!hidden.contains { text.contains($0) || "\(ended)".contains($0) })
    }
}
