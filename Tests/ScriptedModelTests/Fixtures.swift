@testable import ScriptedModel

extension RecordedRequest {
    static func post(
        _ path: String,
        _ body: JSON,
        headers: [(name: String, value: String)] = [],
        ordinal: Int? = 1
    ) -> RecordedRequest {
        RecordedRequest(method: "POST", path: path, headers: headers, body: Array(body.text.utf8), ordinal: ordinal)
    }
}

extension Responder {
    /// The answer's status and JSON body.
    func json(_ request: RecordedRequest) throws -> (status: Int, body: JSON) {
        let plan = plan(for: request, now: 1_700_000_000)
        return (plan.status, try JSON.parse(plan.chunks.flatMap { $0 }))
    }

    /// The events of a streamed answer: name and payload; a payload that is no JSON is a string.
    func events(_ request: RecordedRequest) -> [(name: String?, data: JSON)] {
        guard case .events(let events) = plan(for: request, now: 1_700_000_000).body else { return [] }
        return events.map { ($0.name, (try? JSON.parse(Array($0.data.utf8))) ?? .string($0.data)) }
    }
}

extension ModelScript {
    /// A turn with a text and a command, and a last word.
    static let runAndStop = ModelScript(
        model: "scripted",
        steps: [
            ScriptStep(say: "I will look around in the folder.", commands: ["ls -la"]), ScriptStep(say: "All done."),
        ]
    )
}

enum Tools {
    static func function(_ name: String, _ parameters: [String]) -> OfferedTool {
        OfferedTool(name: name, parameters: Dictionary(uniqueKeysWithValues: parameters.map { ($0, "string") }))
    }

    static let claude = [
        function("Bash", ["command", "description"]),
        function("Edit", ["file_path", "old_string", "new_string"]),
        function("Read", ["file_path"]),
        function("Write", ["file_path", "content"]),
    ]

    static let gemini = [
        function("replace", ["file_path", "instruction", "old_string", "new_string"]),
        function("write_file", ["file_path", "content"]),
        function("run_shell_command", ["command", "description"]),
    ]
}
